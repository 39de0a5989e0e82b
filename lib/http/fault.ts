import { MfaError } from "../errors/index.js";
import type { Parts } from "./parts.js";

/** Whatever was thrown, as one of our own errors: what we do not know is a fault of ours, told to the host and to nobody else. */
export function asFault(error: unknown, parts: Parts): MfaError {
  if (error instanceof MfaError) {
    // What passes by itself is no fault of anybody's.
    if (error.status >= 500 && error.code !== "ERR_MFA_NOT_READY") parts.fault(error);
    // A record that cannot be opened or read lets nobody in, and is nobody's business.
    return error.code === "ERR_MFA_SECRET" || error.code === "ERR_MFA_DATA_VERSION"
      ? new MfaError("ERR_MFA_STORAGE", { cause: error })
      : error;
  }
  parts.fault(error);
  return new MfaError("ERR_MFA_FAULT", { cause: error });
}
