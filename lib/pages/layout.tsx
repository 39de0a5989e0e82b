import { fillIn } from "../locales/index.js";
import type { LayoutProps } from "./context.js";
import { Problem } from "./problem-box.js";

/** The document around every page. */
export function Layout({ context, title, notice, wide = false, children }: LayoutProps) {
  const { issuer, language, stylesheets, script, logo, home, done } = context;
  const { page } = language.locale;
  const headed = notice === undefined ? title : fillIn(page.error, { title });
  return (
    <html lang={language.tag}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{fillIn(page.title, { title: headed, issuer })}</title>
        {/* Without one, a browser asks the host for an icon that it may not have. */}
        <link rel="icon" href={logo ?? "data:,"} />
        {stylesheets.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        <script type="module" src={script} />
      </head>
      <body class={wide ? "wide" : undefined}>
        <header>
          {logo !== undefined && <img class="logo" src={logo} alt="" />}
          <p>{home === undefined ? issuer : <a href={home}>{issuer}</a>}</p>
        </header>
        <main>
          {notice !== undefined && <Problem context={context} notice={notice} />}
          {done !== undefined && notice === undefined && (
            <p class="done" role="status">
              {language.locale.done[done]}
            </p>
          )}
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}
