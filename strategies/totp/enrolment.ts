import {
  codeField,
  duration,
  type Enrolment,
  type EnrolmentFinding,
  type Field,
  fillIn,
  type Input,
  type Json,
  readCode,
  type Services,
} from "../../lib/kit/index.js";
import { acceptedStep, newSecret, period, stepAt, stepOfPair } from "./codes.js";
import { dataUrl, draw } from "./qr.js";
import { keyUri } from "./uri.js";

/** `lastStep`: the newest time step that was accepted. It is never accepted again, nor an older one. */
export type Own = { readonly secret: string; readonly lastStep: number };

/** `failed`: wrong codes so far. */
type Begun = { readonly secret: string; readonly failed?: number };

export const digits = 6;
export const code: Field = { ...codeField, digits };
const second: Field = {
  ...codeField,
  name: "second",
  label: "second",
  autocomplete: "off",
  optional: true,
};

/** After so many wrong codes two in a row are asked for: they tell how far off the phone's clock is. */
const patience = 2;

const asksTwo = ({ failed = 0 }: Begun) => failed >= patience;

/** A new secret, shown as QR code and as text, and the first code of it. */
export const enrolment: Enrolment<Own> = {
  begin: async ({ random }) => ({ secret: newSecret(random) }),
  ask: (begun) => (asksTwo(begun as Begun) ? [{ ...codeField, label: "first" }, second] : [code]),

  async view({ issuer, operator }, begun) {
    const { secret } = begun as Begun;
    const uri = keyUri(issuer, operator.username, secret);
    const qr = dataUrl(await draw(uri, "png"));
    return {
      data: { uri, secret, qr },
      image: { src: qr, alt: "qr" },
      text: { label: "key", value: secret },
      link: { label: "open", href: uri },
      ...(asksTwo(begun as Begun) && { note: "twoCodes" }),
    };
  },

  finish: (services, begun, input) =>
    asksTwo(begun as Begun)
      ? judgeTwo(services, begun as Begun, input)
      : judgeOne(services, begun as Begun, input),
};

async function judgeOne({ now }: Services, begun: Begun, input: Input): Promise<EnrolmentFinding<Own>> {
  const { secret, failed = 0 } = begun;
  const typed = readCode(input.code, digits);
  if (typed === undefined) return { right: false };
  const step = await acceptedStep(secret, typed, now, -1);
  // The step that enrolled is spent: the same code does not sign in as well.
  if (step !== undefined) return { right: true, own: { secret, lastStep: step } };
  return { right: false, begun: { secret, failed: failed + 1 } satisfies Json };
}

/** One that is right shows by itself that the clock is; one that is wrong is asked for with its neighbour again. */
async function alone(services: Services, secret: string, input: Input): Promise<EnrolmentFinding<Own>> {
  const found = await judgeOne(services, { secret }, input);
  return found.right ? found : { right: false };
}

/** The clock must be mended first: the codes of later sign-ins are not looked for that far. */
async function judgeTwo(services: Services, { secret }: Begun, input: Input): Promise<EnrolmentFinding<Own>> {
  const { now, words, language } = services;
  if ((input.second ?? "").trim() === "") return alone(services, secret, input);
  const pair = [readCode(input.code, digits), readCode(input.second, digits)] as const;
  const [first, next] = pair;
  if (first === undefined || next === undefined) return { right: false };
  const step = await stepOfPair(secret, [first, next], now);
  if (step === undefined) return { right: false };
  const last = step + 1;
  const ahead = last - stepAt(now);
  if (Math.abs(ahead) <= 1) return { right: true, own: { secret, lastStep: last } };
  const word = ahead > 0 ? "phoneAhead" : "phoneBehind";
  const time = duration(language, Math.abs(ahead) * period);
  return { right: false, errors: { code: fillIn(words[word] ?? word, { time }) } };
}
