import type { Random } from "../contract/index.js";
import { randomId } from "./random.js";
import { tokenHash } from "./text.js";

/** A code that is read out or written down, and typed once: 80 bits, which nobody guesses. Only its hash is kept. */
export interface NewOneTimeCode {
  readonly id: string;
  readonly hash: string;
  /** In groups: `7K3D-9MXQ-2HTP-W4CN`. */
  readonly text: string;
}

/** Crockford's Base32: no I, L, O and U. */
const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 16;
const shape = new RegExp(`^[${symbols}]{${length}}$`);

export function mintCode(random: Random): NewOneTimeCode {
  // 256 is a multiple of 32: each symbol is equally likely.
  const letters = Array.from(random.bytes(length), (byte) => symbols.charAt(byte % symbols.length)).join("");
  return { id: randomId(random), hash: tokenHash(letters), text: letters.replace(/.{4}(?=.)/g, "$&-") };
}

/** The hash of what was typed, in whatever case and groups, with the letters that are mistaken for digits; nothing where it is no code. */
export function codeHash(typed: string): string | undefined {
  const letters = typed
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  return shape.test(letters) ? tokenHash(letters) : undefined;
}
