import type { AccessEvent } from "../events.js";
import { type Html, html } from "./html.js";
import { layout } from "./layout.js";
import { time } from "./time.js";

export function eventsPage(operator: string, events: readonly AccessEvent[]): string {
  return layout({ title: "Recent events", operator, current: "/net2/events", content: eventTable(events) });
}

export function eventTable(events: readonly AccessEvent[]): Html {
  const row = ({ at, what, door, who }: AccessEvent) => html`<tr>
    <td>${time(at)}</td>
    <td>${what}</td>
    <td>${door}</td>
    <td>${who}</td>
  </tr>`;
  return html`<div class="scroll"><table>
    <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Where</th><th scope="col">Who</th></tr></thead>
    <tbody>${events.map(row)}</tbody>
  </table></div>`;
}
