import { type Codes, codeField, readCode, readNumbers, type Strategy, spentOnce } from "express-mfa/kit";

export interface TanListOptions {
  /** Numbers on a list, 5 to 50. Default 20. */
  readonly count?: number | undefined;
}

/** With 50 numbers of 8 digits that are all right, a guess is worth no more than at one code of six. */
const digits = 8;

const en = {
  name: "Printed list",
  about: "A number from the list that you printed",
  title: "Enter a number from your list",
  prompt: "Enter any number of your list that is not crossed out, and cross it out. Each works once.",
  trouble: "Is the list used up, or lost?",
  advice: "Make a new one on your card while numbers are left. Otherwise ask a system engineer.",
  enrol:
    "Print these numbers. They are shown this once, and replace any older list. Then enter the last one, and cross it out.",
  code: "Number from the list",
  last: "Last number of the list",
  numbers: "Your numbers",
};

/** A printed list of numbers, each good once, in any order: worth as much as a piece of paper. */
export function tanList(options: TanListOptions = {}): Strategy<"tan-list", Codes> {
  const { count } = readNumbers("tanList()", options, { count: { least: 5, most: 50, otherwise: 20 } });
  return {
    id: "tan-list",
    stage: "second",
    factor: "possession",
    strength: 1,
    amr: [], // RFC 8176 §2: `otp` is for what RFC 4226 and RFC 6238 make
    messages: { en },
    fields: [{ ...codeField, digits }],
    ...spentOnce,

    async judge({ macFits }, held, input) {
      const number = readCode(input.code, digits);
      if (held === undefined || number === undefined) return { right: false };
      const use = [...held.own.left, ...held.own.used].find((mac) => macFits(number, mac));
      return use === undefined ? { right: false } : { right: true, use };
    },

    enrol: {
      fields: [{ ...codeField, label: "last", digits }],

      async begin({ random }) {
        const numbers = new Set<string>();
        while (numbers.size < count) numbers.add(random.digits(digits));
        return [...numbers];
      },

      async view(_services, numbers: readonly string[]) {
        const values = numbers.map((number) => number.replace(/^.{4}/, "$& "));
        return { data: { numbers: values }, list: { label: "numbers", values } };
      },

      async finish({ mac }, numbers: readonly string[], input) {
        const macs = numbers.map((number) => mac(number));
        const last = numbers.at(-1);
        if (last === undefined || readCode(input.code, digits) !== last) return { right: false };
        return { right: true, own: { left: macs.slice(0, -1), used: macs.slice(-1) } };
      },
    },
  };
}
