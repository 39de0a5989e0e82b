import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Notice } from "../contract/index.js";
import type { MessageContext } from "./context.js";
import { fill } from "./fill.js";
import { Problem } from "./problem-summary.js";

/** What one state puts on its page. */
export interface Page {
  /** The one `h1`, and the start of the document's title. */
  readonly title: string;
  readonly content: ComponentChildren;
}

/** The whole document. `notice` is what has to be said above the page's own content. */
export function renderDocument(context: MessageContext, { title, content }: Page, notice?: Notice): string {
  const { issuer, language, locale, stylesheet } = context;
  const headed = notice === undefined ? title : fill(locale.page.error, { title });
  const html = renderToString(
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{fill(locale.page.title, { title: headed, issuer })}</title>
        <link rel="stylesheet" href={stylesheet} />
      </head>
      <body>
        <header>
          <p>{issuer}</p>
        </header>
        <main>
          {notice !== undefined && <Problem context={context} notice={notice} />}
          <h1>{title}</h1>
          {content}
        </main>
      </body>
    </html>,
  );
  return `<!doctype html>${html}`;
}
