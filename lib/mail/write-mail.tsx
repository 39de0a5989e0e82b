import { renderToString } from "preact-render-to-string";
import type { Letter, Mail } from "../contract/index.js";

export interface MailDress {
  /** The name that people know the system by: the first thing in the mail. */
  readonly issuer: string;
  /** BCP 47 tag of the words. */
  readonly language: string;
}

/** A letter as it is sent: the same paragraphs in plain text and in HTML. */
export function writeMail(letter: Letter, dress: MailDress): Mail {
  const { to, before, code, after, facts = [] } = letter;
  const noted = facts.map(([name, value]) => `${name}: ${value}`).join("\n");
  const text = [...before, code ?? "", noted, ...after].filter((part) => part !== "").join("\n\n");
  return { to, subject: letter.subject, text: `${text}\n`, html: html(letter, dress) };
}

// No colours but grey lines: light or dark is the reader's own choice, and a program that turns colours round turns none wrong.
const line = "1px solid #8a94a1";
const styles = {
  body: "margin: 0; padding: 1.5em 1em; font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif",
  sheet: "max-width: 32em; margin: 0 auto",
  issuer: `margin: 0 0 1.5em; padding: 0 0 .75em; border-bottom: ${line}; font-weight: bold`,
  code: `display: inline-block; margin: 0; padding: .35em .6em; border: ${line}; border-radius: 8px; font: bold 32px/1.2 ui-monospace, Consolas, monospace; letter-spacing: .15em`,
  facts: "border-collapse: collapse; margin: 1em 0",
  fact: "padding: .15em 1em .15em 0; text-align: left; vertical-align: top",
} as const;

function html({ subject, before, code, after, facts = [] }: Letter, { issuer, language }: MailDress): string {
  const document = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
      </head>
      <body style={styles.body}>
        <div style={styles.sheet}>
          <p style={styles.issuer}>{issuer}</p>
          {before.map((text) => (
            <p key={text}>{text}</p>
          ))}
          {code !== undefined && <p style={styles.code}>{code}</p>}
          {facts.length > 0 && (
            <table style={styles.facts}>
              {facts.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row" style={`${styles.fact}; white-space: nowrap`}>
                    {name}
                  </th>
                  <td style={styles.fact}>{value}</td>
                </tr>
              ))}
            </table>
          )}
          {after.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(document)}`;
}
