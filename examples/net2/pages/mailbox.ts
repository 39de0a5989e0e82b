import type { MailboxMail } from "../dev-mailbox.js";
import { html } from "./html.js";
import { layout } from "./layout.js";
import { time } from "./time.js";

/** Mails as text: their HTML is not ours to run. */
export function mailboxPage(mails: readonly MailboxMail[]): string {
  const mail = ({ to, from, subject, text, date }: MailboxMail) => html`<article>
    <h2>${subject}</h2>
    <p>${time(Date.parse(date))} · from ${from} · to ${to}</p>
    <pre>${text}</pre>
  </article>`;
  return layout({
    title: "Development mailbox",
    content: html`<p><a href="/dev/mail">Look again</a> · <a href="/">Start page</a></p>
      ${mails.length === 0 ? html`<p>No mail yet.</p>` : mails.map(mail)}`,
  });
}
