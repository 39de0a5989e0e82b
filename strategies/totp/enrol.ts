import {
  codeField,
  duration,
  type Enrolment,
  type EnrolmentFinding,
  type Field,
  fillIn,
  type Json,
  readCode,
  type Services,
} from "../../lib/kit/index.js";
import { acceptedStep, isNear, newSecret, secondsAhead, stepOfPair } from "./codes.js";
import { digits, type Own } from "./own.js";
import { dataUrl, draw } from "./qr.js";
import { keyUri } from "./uri.js";

/** `wrong`: how many first codes were. */
type Begun = { readonly secret: string; readonly wrong?: number };

/** After so many, two codes in a row are asked for: they show whether the phone's clock is wrong. */
const patience = 2;

const one: readonly Field[] = [{ ...codeField, digits }];
const two: readonly Field[] = [
  { ...codeField, label: "first" },
  { ...codeField, name: "next", label: "next", hint: "nextHint", autocomplete: "off", optional: true },
];

export const enrol: Enrolment<Own> = {
  begin: async ({ random }) => ({ secret: newSecret(random) }),

  async view({ issuer, operator }, begun) {
    const { secret } = begun as Begun;
    const uri = keyUri(issuer, operator.username, secret);
    const qr = dataUrl(await draw(uri, "png"));
    return {
      data: { uri, secret, qr, codes: asksForTwo(begun) ? 2 : 1 },
      image: { src: qr, alt: "qr" },
      text: { label: "key", value: secret },
      link: { label: "open", href: uri },
    };
  },

  fieldsOf: (begun) => (asksForTwo(begun) ? two : one),

  missed: (begun) => ({ ...(begun as Begun), wrong: Math.min(wrongOf(begun) + 1, patience) }),

  async finish(services, begun, input) {
    const { secret } = begun as Begun;
    const code = readCode(input.code, digits);
    if (code === undefined) return { right: false };
    const next = asksForTwo(begun) && input.next ? readCode(input.next, digits) : "";
    if (next === undefined) return { right: false };
    if (next !== "") return finishPair(services, secret, [code, next]);
    const step = await acceptedStep(secret, code, services.now, -1);
    // The step that enrolled is spent: the same code does not sign in as well.
    return step === undefined ? { right: false } : { right: true, own: { secret, lastStep: step } };
  },
};

/** A clock that is wrong has to be set first: an app enrolled with it would never get anybody in. */
async function finishPair(
  { now, words, language }: Services,
  secret: string,
  codes: readonly [string, string],
): Promise<EnrolmentFinding<Own>> {
  const step = await stepOfPair(secret, codes, now);
  if (step === undefined) return { right: false };
  if (isNear(step, now)) return { right: true, own: { secret, lastStep: step } };
  const ahead = secondsAhead(step, now);
  const minutes = Math.max(1, Math.round(Math.abs(ahead) / 60));
  const text = (ahead > 0 ? words.ahead : words.behind) ?? "";
  return { right: false, errors: { code: fillIn(text, { time: duration(language, minutes * 60) }) } };
}

function wrongOf(begun: Json): number {
  return (begun as Begun).wrong ?? 0;
}

function asksForTwo(begun: Json): boolean {
  return wrongOf(begun) >= patience;
}
