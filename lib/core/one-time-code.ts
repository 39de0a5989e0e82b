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

/** One that was shown too late: over for good, whatever the clock does. The same one where it is so already. */
export function overForGood<Code extends OneTimeCode>(code: Code, now: number): Code {
  return code.expires > 0 && now >= code.expires ? { ...code, expires: 0 } : code;
}
