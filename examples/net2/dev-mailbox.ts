import type { AddressInfo } from "node:net";
import PostalMime, { type Address } from "postal-mime";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";

export interface MailboxMail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** ISO 8601, when it came in. */
  readonly date: string;
}

export interface Mailbox {
  readonly smtpUrl: string;
  /** The newest first. */
  mails(): readonly MailboxMail[];
  close(): Promise<void>;
}

const most = 100;
const largest = 256 * 1024;

/** For development: a real mail server on loopback that delivers to nobody and shows what it took. Nothing is stored. */
export async function startMailbox(): Promise<Mailbox> {
  const mails: MailboxMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: largest,
    closeTimeout: 200,
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address).join(", ");
      receive(stream, to).then((mail) => {
        mails.unshift(mail);
        mails.length = Math.min(mails.length, most);
        done();
      }, done);
    },
  });
  // A client that goes away in the middle of a mail is its own affair.
  server.on("error", () => {});
  const port = await new Promise<number>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.server.address() as AddressInfo).port));
  });
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mails: () => mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function receive(stream: SMTPServerDataStream, to: string): Promise<MailboxMail> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) throw Object.assign(new Error("The mail is too large"), { responseCode: 552 });
  const { from, subject = "", text = "", html = "" } = await PostalMime.parse(Buffer.concat(chunks));
  return { to, from: shown(from), subject, text, html, date: new Date().toISOString() };
}

function shown(address: Address | undefined): string {
  if (address?.address === undefined) return address?.name ?? "";
  return address.name === "" ? address.address : `${address.name} <${address.address}>`;
}
