import {
  codeField,
  type Json,
  maskEmail,
  readCode,
  readNumbers,
  type Strategy,
} from "../../lib/kit/index.js";
import { codeLetter } from "./mail.js";
import { messages } from "./messages.js";

export interface EmailOtpOptions {
  /** Seconds for which a code is good, 60 to 600. Default 600 (ASVS 6.5.5). */
  readonly expiresIn?: number | undefined;
}

/** Follows from the operator: whoever has an address has this strategy. */
type Own = { readonly email: string };

const digits = 6;

/**
 * A code by e-mail. Worth as much as the mailbox, which is why it never guards a stronger factor, and why it has no value
 * of RFC 8176: NIST 63B-4 §3.1.3.1 does not count e-mail as an out-of-band authenticator.
 */
export function emailOtp(options: EmailOtpOptions = {}): Strategy<"email-otp", Own> {
  const { expiresIn } = readNumbers("emailOtp()", options, {
    expiresIn: { least: 60, most: 600, otherwise: 600 },
  });
  return {
    id: "email-otp",
    stage: "second",
    factor: "possession",
    strength: 1,
    amr: [],
    messages,
    fields: [{ ...codeField, digits }],

    derive: ({ email }) => (email?.includes("@") ? { email } : undefined),

    async challenge(services, held) {
      const { email } = held.own;
      const code = services.random.digits(digits);
      return {
        data: { mac: services.mac(bound(email, code)) },
        expiresIn,
        sentTo: maskEmail(email),
        deliver: () => services.send(codeLetter(services, email, code, expiresIn)),
      };
    },

    async judge(services, held, input, challenge) {
      const code = readCode(input.code, digits);
      const mac = macIn(challenge);
      if (held === undefined || code === undefined || mac === undefined) return { right: false };
      return { right: services.macFits(bound(held.own.email, code), mac) };
    },
  };
}

/** A code is one for the address that it was sent to. */
function bound(email: string, code: string): string {
  return `${email}\n${code}`;
}

function macIn(challenge: Json | undefined): string | undefined {
  const { mac } = (challenge ?? {}) as { readonly mac?: unknown };
  return typeof mac === "string" ? mac : undefined;
}
