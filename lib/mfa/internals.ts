import type { Parts } from "../http/parts.js";
import type { Mfa } from "./mfa.js";

const known = new WeakMap<object, Parts>();

/** What an `mfa` is made of, for `express-mfa/testing` alone: reached with the object in hand, and by no request. */
export function rememberParts<Id extends string>(mfa: Mfa<Id>, parts: Parts): Mfa<Id> {
  known.set(mfa, parts);
  return mfa;
}

export function partsOf(mfa: Mfa<never> | object): Parts | undefined {
  return known.get(mfa);
}
