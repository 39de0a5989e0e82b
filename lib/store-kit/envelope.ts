import { MfaError } from "../errors/index.js";

/** The text that Keyv 5 itself would store: other tools that read the store through Keyv find what they expect. */
export function wrap(value: string, expires?: number): string {
  return JSON.stringify(expires === undefined ? { value } : { value, expires });
}

export interface Unwrapped {
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly expires: number | undefined;
}

/** A value that is there and cannot be read is a fault, never an absence. */
export function unwrap(raw: string): Unwrapped {
  const parsed = parse(raw);
  if (
    typeof parsed === "object" &&
    parsed !== null &&
    "value" in parsed &&
    typeof parsed.value === "string"
  ) {
    const expires = "expires" in parsed && typeof parsed.expires === "number" ? parsed.expires : undefined;
    return { value: parsed.value, expires };
  }
  throw unreadable();
}

/** May it be dropped? What cannot be read is not ours to drop: others may keep theirs in the same store. */
export function hasExpired(raw: string, now: number): boolean {
  try {
    const { expires } = unwrap(raw);
    return expires !== undefined && expires < now;
  } catch {
    return false;
  }
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause?: unknown): MfaError {
  return new MfaError("ERR_MFA_STORAGE", {
    detail: "a stored value is not in the form that Keyv writes",
    cause,
  });
}
