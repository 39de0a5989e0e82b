import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

/**
 * How the server behaves, from the next mail on.
 * - `take`: as a good server does
 * - `refuse`: every recipient with 550: surely not taken
 * - `busy`: every recipient with 451: later perhaps
 * - `hang`: greets nobody
 * - `drop`: takes the whole mail and hangs up without a word: nobody can say
 */
export type SmtpMode = "take" | "refuse" | "busy" | "hang" | "drop";

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** As it came over the wire. */
  readonly raw: string;
}

export interface TestSmtp {
  readonly url: string;
  mode: SmtpMode;
  /** Addresses that it refuses for good, whatever the mode. */
  readonly gone: Set<string>;
  /** The oldest first. */
  readonly mails: ReceivedMail[];
  mailsTo(address: string): ReceivedMail[];
  /** The six digits in the newest mail to `address`; throws where there is none. */
  lastCode(address: string): string;
  close(): Promise<void>;
}

/** A real mail server on loopback, that keeps what it is given. */
export async function startSmtp(): Promise<TestSmtp> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect: (_session, done) => {
      if (smtp.mode !== "hang") done();
    },
    onRcptTo: ({ address }, _session, done) => {
      if (smtp.mode === "refuse" || smtp.gone.has(address))
        done(Object.assign(new Error("No such mailbox"), { responseCode: 550 }));
      else if (smtp.mode === "busy") done(Object.assign(new Error("Try later"), { responseCode: 451 }));
      else done();
    },
    onData: async (stream, session, done) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      if (smtp.mode === "drop") {
        for (const connection of server.connections) connection._socket.destroy();
        return;
      }
      const raw = Buffer.concat(chunks);
      const { subject = "", text = "", html = "" } = await PostalMime.parse(raw);
      const { rcptTo, mailFrom } = session.envelope;
      mails.push({
        to: rcptTo.map(({ address }) => address),
        from: mailFrom === false ? "" : mailFrom.address,
        subject,
        text,
        html,
        raw: raw.toString("latin1"),
      });
      done();
    },
  });
  // A client that goes away in the middle is what some tests are about.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;

  const smtp: TestSmtp = {
    url: `smtp://127.0.0.1:${port}`,
    mode: "take",
    gone: new Set(),
    mails,
    mailsTo: (address) => mails.filter(({ to }) => to.includes(address)),
    lastCode: (address) => {
      const codes = smtp.mailsTo(address).map(({ text }) => /\b\d{3} ?\d{3}\b/.exec(text)?.[0]);
      const code = codes.findLast((one) => one !== undefined);
      if (code === undefined) throw new Error(`No mail with a code has come for ${address}`);
      return code.replace(" ", "");
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return smtp;
}
