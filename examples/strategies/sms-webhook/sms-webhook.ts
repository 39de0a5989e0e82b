import type { Operator, Services, Strategy } from "express-mfa/kit";
import { DeliveryError, fillIn, readNumbers, sentCode } from "express-mfa/kit";

export interface SmsWebhookOptions {
  /** Of the gateway: it gets `{ to, text }` as JSON, and answers 2xx when it has taken the message. */
  readonly url: string;
  /** Sent with each request, such as `Authorization`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The number in E.164 form, which the host knows to be theirs; nothing: they have no code by SMS. From memory, at once. */
  numberOf(operator: Operator): string | undefined;
  /** Milliseconds for the gateway to answer, 100 to 30,000. Default 5,000. */
  readonly timeout?: number | undefined;
  /** Seconds for which a code is good, 60 to 600. Default 300. */
  readonly expiresIn?: number | undefined;
}

const en = {
  name: "Code by SMS",
  about: "A code of six digits to your phone",
  title: "Check your phone",
  prompt: "Enter the code of six digits that was sent to {to}.",
  start: "Send me a code by SMS",
  trouble: "No message?",
  advice: "It can take a minute. If the number is not the right one, a system engineer can help.",
  code: "Code from the message",
  text: "{code} is your code for {issuer}. Give it to nobody. If you did not ask for it, somebody knows your password.",
};

/** A code by SMS, through a gateway that speaks HTTP. NIST 63B-4 §3.1.3.3 calls it restricted: offer something else as well. */
export function smsWebhook(options: SmsWebhookOptions): Strategy<"sms-webhook", { readonly to: string }> {
  const { url, headers = {}, numberOf, ...numbers } = options;
  const gateway = new URL(url);
  const { timeout, expiresIn } = readNumbers("smsWebhook()", numbers, {
    timeout: { least: 100, most: 30_000, otherwise: 5000 },
    expiresIn: { least: 60, most: 600, otherwise: 300 },
  });

  async function deliver({ words, issuer }: Services, to: string, code: string): Promise<void> {
    const response = await fetch(gateway, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify({ to, text: fillIn(words.text ?? "", { code, issuer }) }),
      redirect: "error", // a code goes to the gateway that was named, and nowhere else
      signal: AbortSignal.timeout(timeout),
    }).catch((cause: Error & { cause?: { code?: string } }) => {
      const unsent = ["ECONNREFUSED", "ENOTFOUND"].includes(cause.cause?.code ?? "");
      throw new DeliveryError(unsent, "the SMS gateway does not answer", cause);
    });
    await response.body?.cancel();
    if (response.ok) return;
    // What it refuses it has not sent; what it stumbles over it may have.
    throw new DeliveryError(response.status < 500, `the SMS gateway answered ${response.status}`);
  }

  return {
    id: "sms-webhook",
    stage: "second",
    factor: "possession",
    strength: 1,
    amr: ["sms"],
    messages: { en },
    derive(operator) {
      const to = numberOf(operator);
      return to !== undefined && /^\+[1-9]\d{6,14}$/.test(to) ? { to } : undefined;
    },
    ...sentCode<{ readonly to: string }>({
      to: ({ to }) => to,
      mask: (to) => `•••${to.slice(-2)}`,
      deliver,
      expiresIn,
    }),
  };
}
