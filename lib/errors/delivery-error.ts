import { MfaError } from "./mfa-error.js";

/** Why a code did not go out. */
export class DeliveryError extends MfaError {
  /** True only when the server surely has not taken it (RFC 5321 §4.5.4): then the send costs nothing. */
  readonly unsent: boolean;

  constructor(unsent: boolean, detail: string, cause?: unknown) {
    super("ERR_MFA_MAIL", { detail, cause });
    this.unsent = unsent;
  }
}

/** By its structure: a strategy of somebody else's may bring another copy of this package. */
export function isDeliveryError(error: unknown): error is DeliveryError {
  const { code, unsent } = (error ?? {}) as { readonly code?: unknown; readonly unsent?: unknown };
  return error instanceof Error && code === "ERR_MFA_MAIL" && typeof unsent === "boolean";
}
