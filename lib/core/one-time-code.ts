import { clockSkew } from "./numbers.js";
import type { OneTimeCode } from "./record.js";

/** A new code; only its hash comes here. */
export interface NewCode {
  readonly id: string;
  readonly hash: string;
}

export function isOpen({ at, expires }: OneTimeCode, now: number): boolean {
  return at <= now + clockSkew && now < expires;
}
