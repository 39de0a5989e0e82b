import type { Strategy } from "../contract/index.js";

/** Hashes of codes, each good once: those that are left, and those that were used, so that a used one is told from a wrong one. */
export type Codes = { readonly left: readonly string[]; readonly used: readonly string[] };

/** What becomes of them: `judge` finds the hash among both and gives it as `use`; only one that is left is taken. */
export const spentOnce: Required<Pick<Strategy<string, Codes>, "consume" | "left">> = {
  consume({ left, used }, use) {
    if (typeof use !== "string" || !left.includes(use)) return undefined;
    return { left: left.filter((hash) => hash !== use), used: [...used, use] };
  },
  left: ({ left }) => left.length,
};
