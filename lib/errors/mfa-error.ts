import { codes, type ErrorCode } from "./codes.js";

export interface MfaErrorDetails {
  /** What happened here, in words; never a secret. */
  readonly detail?: string;
  /** Seconds. */
  readonly retryAfter?: number;
  readonly errors?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** The one error that this package throws. `code` is one of a closed set, each with cause and cure in the docs. */
export class MfaError extends Error {
  override readonly name = "MfaError";
  readonly code: ErrorCode;
  /** The HTTP status that fits. */
  readonly status: number;
  readonly retryAfter: number | undefined;
  readonly errors: Readonly<Record<string, string>> | undefined;

  constructor(code: ErrorCode, details: MfaErrorDetails = {}) {
    super(
      details.detail ?? codes[code][1],
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.code = code;
    this.status = codes[code][0];
    this.retryAfter = details.retryAfter;
    this.errors = details.errors;
  }
}
