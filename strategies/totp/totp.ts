import { codeField, readCode, readNumbers, type Strategy } from "../../lib/kit/index.js";
import { acceptedStep, newSecret, readSecret, secondsAhead } from "./codes.js";
import { messages } from "./messages.js";
import { dataUrl, draw } from "./qr.js";
import { keyUri } from "./uri.js";

/** There is nothing to choose: apps only agree on SHA1, 6 digits, 30 s. */
export type TotpOptions = Readonly<Record<string, never>>;

/** `lastStep`: the newest time step that was accepted. It is never accepted again, nor an older one. */
type Own = { readonly secret: string; readonly lastStep: number };

const digits = 6;

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

    enrol: {
      begin: async ({ random }) => ({ secret: newSecret(random) }),
      async view({ issuer, operator }, begun) {
        const { secret } = begun as { readonly secret: string };
        const uri = keyUri(issuer, operator.username, secret);
        const qr = dataUrl(await draw(uri, "png"));
        return {
          data: { uri, secret, qr },
          image: { src: qr, alt: "qr" },
          text: { label: "key", value: secret },
          link: { label: "open", href: uri },
        };
      },
      async finish({ now }, begun, input) {
        const { secret } = begun as { readonly secret: string };
        const code = readCode(input.code, digits);
        const step = code === undefined ? undefined : await acceptedStep(secret, code, now, -1);
        // The step that enrolled is spent: the same code does not sign in as well.
        return step === undefined ? { right: false } : { right: true, own: { secret, lastStep: step } };
      },
    },

    async adopt(text) {
      const secret = readSecret(text);
      return secret === undefined
        ? { error: "no secret in Base32 of 80 to 512 bits" }
        : { own: { secret, lastStep: -1 } };
    },

    picture: ({ issuer, operator }, own, type) => draw(keyUri(issuer, operator.username, own.secret), type),
  };
}
