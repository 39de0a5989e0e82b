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
