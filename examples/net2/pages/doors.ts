import type { Door } from "../doors.js";
import { html } from "./html.js";
import { layout } from "./layout.js";

export function doorsPage(operator: string, doors: readonly Door[]): string {
  const row = (door: Door) => html`<tr>
    <th scope="row"><a href="/net2/doors/${door.id}">${door.name}</a> <small>${door.area}</small></th>
    <td>${state(door)}</td>
    <td>${openForm(door)}</td>
  </tr>`;
  return layout({
    title: "Doors",
    operator,
    current: "/net2/doors",
    content: html`<div class="scroll"><table>
        <thead><tr><th scope="col">Door</th><th scope="col">State</th><td></td></tr></thead>
        <tbody>${doors.map(row)}</tbody>
      </table></div>
      <p class="hint">To open a door, you prove once more that it is you, unless you did in the last five minutes.</p>`,
  });
}

export function doorPage(operator: string, door: Door): string {
  return layout({
    title: door.name,
    operator,
    current: "/net2/doors",
    content: html`<p role="status">${state(door)}</p>
      <p>${door.area}</p>
      ${openForm(door)}
      <p><a href="/net2/doors">All doors</a></p>`,
  });
}

function state({ openedBy, openUntil }: Door) {
  return openUntil === undefined
    ? html`<span class="closed">Closed</span>`
    : html`<span class="open">Open</span>, by ${openedBy}`;
}

function openForm({ id, name }: Door) {
  return html`<form method="post" action="/net2/doors/${id}/open">
    <button aria-label="Open ${name}">Open</button>
  </form>`;
}
