import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";

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
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address).join(", ");
      // What is no mail is refused: unheard, it would end the cluster.
      receive(stream).then(({ subject, text = "" }) => {
        show(`Mail to ${to}: ${subject}\n${text.replace(/^/gm, "  ")}`);
        done();
      }, done);
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

async function receive(stream: SMTPServerDataStream) {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) throw Object.assign(new Error("The mail is too large"), { responseCode: 552 });
  return PostalMime.parse(Buffer.concat(chunks));
}
