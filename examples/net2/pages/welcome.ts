import { html } from "./html.js";
import { layout } from "./layout.js";

/** The page that everybody sees. `mailbox`: there is one, since this is development. */
export function welcomePage(operator: string | undefined, mailbox: boolean): string {
  const greeting =
    operator === undefined
      ? html`<p>You are not signed in.</p>
        <p><a class="button" href="/net2">Sign in to Net2</a></p>`
      : html`<p>Hello ${operator}. You are signed in.</p>
        <p><a class="button" href="/net2">Go to the site</a> <a href="/mfa/card">Your operator card</a></p>`;
  const development = html`<p class="hint">
    Development: no mail leaves this machine. Codes are in the <a href="/dev/mail">mailbox</a>.
  </p>`;
  return layout({
    title: "Access control",
    operator,
    content: html`${greeting} ${mailbox && development}`,
  });
}
