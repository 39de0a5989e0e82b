import {
  type Codes,
  codeHash,
  type Enrolment,
  type Field,
  mintCode,
  type Random,
  readNumbers,
  type Strategy,
  spentOnce,
} from "../../lib/kit/index.js";
import { messages } from "./messages.js";

/** There is nothing to choose: ten codes of 80 bits, each good once. */
export type RecoveryCodeOptions = Readonly<Record<string, never>>;

type Begun = { readonly codes: readonly string[] };

const count = 10;

const code: Field = {
  name: "code",
  label: "code",
  hint: "codeHint",
  type: "text",
  autocomplete: "off",
  maxLength: 100,
};

/** Shown until it is said that they are saved; only then do they count, and the older ones no longer. */
const enrolment: Enrolment<Codes> = {
  fields: [],
  begin: async ({ random }) => ({ codes: newCodes(random) }),

  async view(_services, begun) {
    const { codes } = begun as Begun;
    return { data: { codes }, list: { label: "codes", values: codes } };
  },

  async finish(_services, begun) {
    const left = (begun as Begun).codes.flatMap((text) => codeHash(text) ?? []);
    return { right: true, own: { left, used: [] } };
  },
};

function newCodes(random: Random): string[] {
  return Array.from({ length: count }, () => mintCode(random).text);
}

/** Codes that are kept for the day when everything else is lost: one opens the way to a new second factor, and does no more. */
export function recoveryCode(options: RecoveryCodeOptions = {}): Strategy<"recovery-code", Codes> {
  readNumbers("recoveryCode()", options, {});
  return {
    id: "recovery-code",
    stage: "recovery",
    factor: "possession",
    strength: 1,
    // RFC 8176 has no value for it.
    amr: [],
    messages,
    fields: [code],

    async judge(_services, held, input) {
      const hash = codeHash(input.code ?? "");
      if (held === undefined || hash === undefined) return { right: false };
      const { left, used } = held.own;
      return left.includes(hash) || used.includes(hash) ? { right: true, use: hash } : { right: false };
    },

    ...spentOnce,
    enrol: enrolment,
  };
}
