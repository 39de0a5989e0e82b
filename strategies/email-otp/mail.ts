import { escapeHtml, fillIn, type Mail, type Services } from "../../lib/kit/index.js";

/**
 * The mail that carries a code. The code comes first in the subject, where phones show it, and on a line by itself. No
 * link: whoever learns to click links in such mails will click a stranger's too.
 */
export function codeMail(
  { words, language, issuer, operator }: Services,
  to: string,
  code: string,
  expiresIn: number,
): Mail {
  const values = { code, issuer, username: operator.username, minutes: String(Math.floor(expiresIn / 60)) };
  const say = (word: string) => fillIn(words[word] ?? "", values);
  const before = [say("hello"), say("before")];
  const after = [say("after"), say("notYou")];
  const lines = [...before.map(paragraph), codeLine(code), ...after.map(paragraph)];
  return {
    to,
    subject: say("subject"),
    text: [...before, code, ...after].join("\n\n"),
    html: document(language, issuer, lines.join("\n")),
  };
}

/** No colours: light or dark is the reader's own choice. */
function document(language: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 32em; margin: 1.5em auto; padding: 0 1em">
${body}
</body>
</html>
`;
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

function codeLine(code: string): string {
  return `<p style="font: bold 32px/1.2 ui-monospace, monospace; letter-spacing: 0.15em">${escapeHtml(code)}</p>`;
}
