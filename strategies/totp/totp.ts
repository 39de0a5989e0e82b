import { codeField, readCode, readNumbers, type Strategy } from "../../lib/kit/index.js";
import { acceptedStep, readSecret, secondsAhead } from "./codes.js";
import { enrol } from "./enrol.js";
import { messages } from "./messages.js";
import { digits, type Own } from "./own.js";
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
    fields: [{ ...codeField, digits }],

    async judge({ now }, held, input) {
      const code = readCode(input.code, digits);
      if (held === undefined || code === undefined) return { right: false };
      const step = await acceptedStep(held.own.secret, code, now, held.own.lastStep);
      return step === undefined
        ? { right: false }
        : { right: true, use: step, ahead: secondsAhead(step, now) };
    },

    // RFC 6238 §5.2: a code is good once.
    consume: (own, step) =>
      typeof step === "number" && step > own.lastStep ? { ...own, lastStep: step } : undefined,

    enrol,

    async adopt(text) {
      const secret = readSecret(text);
      return secret === undefined
        ? { error: "no secret in Base32 of 80 to 512 bits" }
        : { own: { secret, lastStep: -1 } };
    },

    picture: ({ issuer, operator }, own, type) => draw(keyUri(issuer, operator.username, own.secret), type),
  };
}
