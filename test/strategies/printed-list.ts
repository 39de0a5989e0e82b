import { createHash } from "node:crypto";
import { type Field, type Json, readNumbers, type Strategy } from "../../lib/kit/index.js";

type Own = { readonly left: readonly string[] };

const code: Field = {
  name: "code",
  label: "code",
  type: "text",
  autocomplete: "one-time-code",
  maxLength: 64,
};

/** A fourth strategy, written as somebody else would: a list of codes on paper, each good once. */
export function printedList(
  options: { readonly codes?: number | undefined } = {},
): Strategy<"printed-list", Own> {
  const { codes } = readNumbers("printedList()", options, { codes: { least: 2, most: 50, otherwise: 10 } });
  return {
    id: "printed-list",
    stage: "second",
    factor: "possession",
    strength: 1,
    amr: [],
    messages: {
      en: {
        name: "Printed list",
        prompt: "Enter any code of your list that you have not used.",
        enrol: "Print this list. Then enter its first code, which is spent by that.",
        code: "Code from the list",
        list: "Your codes",
      },
    },
    fields: [code],

    async judge(_services, held, input) {
      const found = hash(input.code ?? "");
      return held?.own.left.includes(found) ? { right: true, use: found } : { right: false };
    },

    consume: ({ left }, use) =>
      left.includes(String(use)) ? { left: left.filter((kept) => kept !== use) } : undefined,

    enrol: {
      begin: async ({ random }) => Array.from({ length: codes }, () => random.bytes(10).toString("hex")),
      view: async (_services, begun) => ({
        data: { codes: begun },
        text: { label: "list", value: listed(begun).join("\n") },
      }),
      async finish(_services, begun, input) {
        const [first, ...others] = listed(begun);
        return input.code === first ? { right: true, own: { left: others.map(hash) } } : { right: false };
      },
    },
  };
}

export function listed(begun: Json): readonly string[] {
  return begun as readonly string[];
}

export function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
