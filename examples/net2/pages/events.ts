import type { AccessEvent } from "../events.js";
import { type Html, html } from "./html.js";
import { layout } from "./layout.js";
import { time } from "./time.js";

export function eventsPage(operator: string, events: readonly AccessEvent[]): string {
  return layout({
    title: "Recent events",
    operator,
    current: "/net2/events",
    live: true,
    content: eventTable(events, true),
  });
}

/** @param live new rows appear at the top, where scripts run */
export function eventTable(events: readonly AccessEvent[], live = false): Html {
  const row = ({ at, what, door, who }: AccessEvent) => html`<tr>
    <td>${time(at)}</td>
    <td>${what}</td>
    <td>${door}</td>
    <td>${who}</td>
  </tr>`;
  return html`<div class="scroll"><table${live && html` data-live`}>
    <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Where</th><th scope="col">Who</th></tr></thead>
    <tbody${live && html` aria-live="polite"`}>${events.map(row)}</tbody>
  </table></div>`;
}
