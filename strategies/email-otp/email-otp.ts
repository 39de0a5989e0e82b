import { maskEmail, readNumbers, type Strategy, sentCode } from "../../lib/kit/index.js";
import { codeLetter } from "./mail.js";
import { messages } from "./messages.js";

export interface EmailOtpOptions {
  /** Seconds for which a code is good, 60 to 600. Default 600 (ASVS 6.5.5). */
  readonly expiresIn?: number | undefined;
}

/** Follows from the operator: whoever has an address has this strategy. */
type Own = { readonly email: string };

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
    derive: ({ email }) => (email?.includes("@") ? { email } : undefined),
    ...sentCode<Own>({
      to: ({ email }) => email,
      mask: maskEmail,
      deliver: (services, to, code) => services.send(codeLetter(services, to, code, expiresIn)),
      expiresIn,
    }),
  };
}
