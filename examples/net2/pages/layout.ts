import { type Html, html } from "./html.js";

export interface PageFrame {
  readonly title: string;
  /** Name of whoever is signed in. */
  readonly operator?: string | undefined;
  /** Path of the menu entry that this page belongs to. */
  readonly current?: string;
  /** It has a table that new events are put into. */
  readonly live?: boolean;
  readonly content: Html;
}

const menu = [
  ["/net2", "Site"],
  ["/net2/doors", "Doors"],
  ["/net2/events", "Events"],
  ["/net2/people", "People"],
] as const;

/** A whole page, as text. */
export function layout({ title, operator, current, live = false, content }: PageFrame): string {
  const entry = ([path, name]: readonly [string, string]) =>
    html`<a href="${path}"${path === current && html` aria-current="page"`}>${name}</a>`;
  const page = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · Net2</title>
    <link rel="icon" href="/assets/logo.svg">
    <link rel="stylesheet" href="/assets/net2.css">
    ${live && html`<script type="module" src="/assets/live.js"></script>`}
  </head>
  <body>
    <header>
      <a class="brand" href="/">Net2</a>
      ${operator !== undefined && html`<nav aria-label="Main">${menu.map(entry)}</nav>`}
      ${operator !== undefined && html`<a class="operator" href="/mfa/card">${operator}</a>`}
    </header>
    <main>
      <h1>${title}</h1>
      ${content}
    </main>
  </body>
</html>
`;
  return page.text;
}
