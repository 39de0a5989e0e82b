import { escapeHtml, fillIn, type Mail, type Services } from "../../lib/kit/index.js";

/**
 * The mail that carries a code. The code comes first in the subject, where phones show it, and on a line by itself. No
 * link: whoever learns to click links in such mails will click a stranger's too.
 */
export function codeMail(
  { words, issuer, operator }: Services,
  to: string,
  code: string,
  expiresIn: number,
): Mail {
  const values = { code, issuer, username: operator.username, minutes: String(Math.floor(expiresIn / 60)) };
  const say = (word: string) => fillIn(words[word] ?? "", values);
  const [hello, before, after, notYou] = ["hello", "before", "after", "notYou"].map(say) as [
    string,
    string,
    string,
    string,
  ];
  return {
    to,
    subject: say("subject"),
    text: [hello, before, code, after, notYou].join("\n\n"),
    html: html(
      [hello, before, code, after, notYou].map(escapeHtml) as [string, string, string, string, string],
      escapeHtml(issuer),
    ),
  };
}

function html(
  [hello, before, code, after, notYou]: [string, string, string, string, string],
  issuer: string,
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${issuer}</title>
</head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 32em; margin: 1.5em auto; padding: 0 1em">
<p>${hello}</p>
<p>${before}</p>
<p style="font: bold 32px/1.2 ui-monospace, monospace; letter-spacing: 0.15em">${code}</p>
<p>${after}</p>
<p>${notYou}</p>
</body>
</html>
`;
}
