import type { Field } from "../contract/index.js";

/** What a code is typed into: one field, so that it can be pasted and filled by the device. The label is the word `code`. */
export const codeField: Field = {
  name: "code",
  label: "code",
  type: "text",
  autocomplete: "one-time-code",
  inputMode: "numeric",
  maxLength: 64,
};

/**
 * The digits of a code as a person may type it, with spaces or dashes between groups; `undefined` when it is not exactly
 * `digits` ASCII digits. Libraries throw on such input, so this stands before them.
 */
export function readCode(typed: string | undefined, digits: number): string | undefined {
  if (typed === undefined || typed.length > 64) return undefined;
  const code = typed.replace(/[\s-]/g, "");
  return code.length === digits && /^[0-9]+$/.test(code) ? code : undefined;
}

/** `anna@net2.example` as `a•••@net2.example`: known again by its owner, of no use to others. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf("@");
  const [first = ""] = address;
  return `${first}•••${at < 0 ? "" : address.slice(at)}`;
}
