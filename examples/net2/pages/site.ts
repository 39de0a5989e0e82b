import type { Door } from "../doors.js";
import type { AccessEvent } from "../events.js";
import { eventTable } from "./events.js";
import { html } from "./html.js";
import { layout } from "./layout.js";

/** The dashboard: what an operator looks at first in the morning. */
export function sitePage(
  operator: string,
  doors: readonly Door[],
  events: readonly AccessEvent[],
  people: number,
): string {
  const open = doors.filter((door) => door.openUntil !== undefined).length;
  const figure = (value: number, label: string, path: string) =>
    html`<a class="figure" href="${path}"><strong>${value}</strong> ${label}</a>`;
  return layout({
    title: "Site",
    operator,
    current: "/net2",
    content: html`<div class="figures">
        ${figure(doors.length, "doors", "/net2/doors")}
        ${figure(open, "open now", "/net2/doors")}
        ${figure(people, "people", "/net2/people")}
      </div>
      <h2>Latest events</h2>
      ${eventTable(events)}`,
  });
}
