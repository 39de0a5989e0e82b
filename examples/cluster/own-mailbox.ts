import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

export interface OwnMailbox {
  readonly url: string;
  close(): Promise<void>;
}

/** For the demonstration: a mail server on loopback that delivers to nobody and shows what it took. */
export async function startMailbox(show: (text: string) => void): Promise<OwnMailbox> {
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: 256 * 1024,
    closeTimeout: 200,
    onData: async (stream, session, done) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const { subject, text = "" } = await PostalMime.parse(Buffer.concat(chunks));
      const to = session.envelope.rcptTo.map(({ address }) => address).join(", ");
      show(`Mail to ${to}: ${subject}\n${text.replace(/^/gm, "  ")}`);
      done();
    },
  });
  // A client that goes away in the middle of a mail is its own affair.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
