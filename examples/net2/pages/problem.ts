import { html } from "./html.js";
import { layout } from "./layout.js";

export function problemPage(title: string): string {
  return layout({ title, content: html`<p><a href="/">Start page</a></p>` });
}
