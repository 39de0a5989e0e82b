import { type Html, html } from "./html.js";

const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** A moment in the server's time zone, as access events are read on the site. */
export function time(at: number): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${timeText(at)}</time>`;
}

export function timeText(at: number): string {
  return format.format(at);
}
