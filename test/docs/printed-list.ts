import { createHash } from "node:crypto";
import { codeField, readCode, type Strategy } from "express-mfa/kit";

const hash = (code: string) => createHash("sha256").update(code).digest("base64url");

export function printedList(): Strategy<"printed-list", { readonly left: readonly string[] }> {
  return {
    id: "printed-list",
    stage: "second",
    factor: "possession",
    strength: 1,
    amr: [],
    fields: [codeField],
    messages: { en: { name: "Printed list", prompt: "Enter the next code of your list.", code: "Code" } },
    async judge(_services, held, input) {
      const code = readCode(input.code, 8);
      if (held === undefined || code === undefined) return { right: false };
      return held.own.left.includes(hash(code)) ? { right: true, use: hash(code) } : { right: false };
    },
    consume: (own, use) =>
      own.left.includes(String(use)) ? { left: own.left.filter((kept) => kept !== use) } : undefined,
  };
}
