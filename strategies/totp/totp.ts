import { readCode, readNumbers, type Strategy } from "../../lib/kit/index.js";
import { acceptedStep, aheadBy, readSecret } from "./codes.js";
import { code, digits, enrolment, type Own } from "./enrolment.js";
import { messages } from "./messages.js";
import { draw } from "./qr.js";
import { keyUri } from "./uri.js";

/** There is nothing to choose: apps only agree on SHA1, 6 digits, 30 s. */
export type TotpOptions = Readonly<Record<string, never>>;

/** An authenticator app: RFC 6238 with what all apps take, SHA1, 6 digits, 30 seconds. */
export function totp(options: TotpOptions = {}): Strategy<"totp", Own> {
  readNumbers("totp()", options, {});
  return {
    id: "totp",
    stage: "second",
    factor: "possession",
    strength: 2,
    amr: ["otp"],
    messages,
    fields: [code],

    async judge({ now }, held, input) {
      const typed = readCode(input.code, digits);
      if (held === undefined || typed === undefined) return { right: false };
      const step = await acceptedStep(held.own.secret, typed, now, held.own.lastStep);
      return step === undefined ? { right: false } : { right: true, use: step, ahead: aheadBy(step, now) };
    },

    // RFC 6238 §5.2: a code is good once.
    consume: (own, step) =>
      typeof step === "number" && step > own.lastStep ? { ...own, lastStep: step } : undefined,

    enrol: enrolment,

    async adopt(text) {
      const secret = readSecret(text);
      return secret === undefined
        ? { error: "no secret in Base32 of 80 to 512 bits" }
        : { own: { secret, lastStep: -1 } };
    },

    picture: ({ issuer, operator }, own, type) => draw(keyUri(issuer, operator.username, own.secret), type),
  };
}
