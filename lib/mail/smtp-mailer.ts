import type { SMTPTransportOptions } from "nodemailer";
import type { Mail, Mailer } from "../contract/index.js";
import { DeliveryError } from "../errors/index.js";
import { assertAddress, readSender } from "./addresses.js";
import { readServerUrl } from "./server-url.js";
import { explain } from "./smtp-failure.js";

export interface SmtpMailerOptions {
  /**
   * The server: a URL such as `smtp://user:password@mail.example.com:587`, or nodemailer's SMTP options.
   * `smtps:` (port 465) speaks TLS from the start. `smtp:` goes over to TLS where the server offers STARTTLS and stays
   * in clear where it does not; `requireTLS: true` (`?requireTLS=true`) refuses such a server. Certificates are checked.
   */
  readonly smtp: string | SMTPTransportOptions;
  /** Who the mails are from: `net2@example.com` or `Net2 <net2@example.com>`. */
  readonly from: string;
  /** In milliseconds. They hold, whatever `smtp` says. */
  readonly timeouts?:
    | {
        /** Until the connection stands, name look-up included. Default 5,000. */
        readonly connect?: number | undefined;
        /** Until the server greets. Default 5,000. */
        readonly greeting?: number | undefined;
        /** For the whole of one send or verify, whatever the server does meanwhile. Default 10,000. */
        readonly total?: number | undefined;
      }
    | undefined;
}

/** Mail over SMTP, one connection for each. Throws `ERR_MFA_OPTIONS` when `from` is no address or `smtp` no URL of a server. */
export function createSmtpMailer({ smtp, from, timeouts = {} }: SmtpMailerOptions): Mailer {
  const { connect = 5_000, greeting = 5_000, total = 10_000 } = timeouts;
  const sender = readSender(from);
  const options = {
    ...(typeof smtp === "string" ? readServerUrl(smtp) : smtp),
    pool: false as const,
    // Would write codes into the host's log.
    debug: false,
    connectionTimeout: connect,
    greetingTimeout: greeting,
    socketTimeout: total,
  };

  /** The mails whose text the server has asked for: from then on a lost connection says nothing about their fate. */
  const handedOver = new WeakSet<AbortSignal>();
  // Loaded where mail goes by SMTP: two megabytes that a host with a mailer of its own does without.
  const opened = import("nodemailer").then(({ createTransport }) => {
    const transport = createTransport(options, { disableFileAccess: true, disableUrlAccess: true });
    transport.use("stream", ({ message, data: { signal } }, done) => {
      message.processFunc((text) => text.once("resume", () => signal && handedOver.add(signal)));
      done();
    });
    return transport;
  });
  opened.catch(() => {}); // told by each mail that waits for it

  const underWay = new Set<AbortController>();
  let closed = false;

  return {
    async send({ to, subject, text, html }: Mail): Promise<void> {
      if (closed) throw gone();
      assertAddress(to);
      const sending = new AbortController();
      // nodemailer's own time limits start anew with each byte: a server that trickles would hold us for ever.
      const timer = setTimeout(() => sending.abort(), total);
      underWay.add(sending);
      try {
        const transport = await opened;
        await transport.sendMail({
          from: sender,
          // As an object: never parsed, so it can be no list of addresses.
          to: { name: "", address: to },
          subject,
          text,
          html,
          // RFC 3834 §5: no out-of-office answers to these.
          headers: { "Auto-Submitted": "auto-generated" },
          signal: sending.signal,
        });
      } catch (error) {
        throw explain(error, handedOver.has(sending.signal));
      } finally {
        clearTimeout(timer);
        underWay.delete(sending);
      }
    },

    async verify(): Promise<void> {
      if (closed) throw gone();
      const asking = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new DeliveryError(true, "the mail server takes too long")), total);
        asking.signal.onabort = () => reject(gone());
      });
      underWay.add(asking);
      try {
        await Promise.race([opened.then((transport) => transport.verify()), limit]);
      } catch (error) {
        throw explain(error, false);
      } finally {
        clearTimeout(timer);
        underWay.delete(asking);
      }
    },

    close(): void {
      closed = true;
      for (const one of underWay) one.abort();
      opened.then((transport) => transport.close()).catch(() => {});
    },
  };
}

function gone(): DeliveryError {
  return new DeliveryError(true, "the mailer is closed");
}
