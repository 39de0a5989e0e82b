import type { Client } from "../core/record.js";
import { isBelow } from "../core/version.js";
import { MfaError } from "../errors/index.js";
import type { Parts } from "./parts.js";

/** Throws `ERR_MFA_APP_VERSION` for an app below the version that the host asks for; its user has to update it. */
export function assertNewEnough({ apps }: Pick<Parts, "apps">, { kind, version }: Client): void {
  const { minVersion } = apps;
  if (kind !== "app" || minVersion === undefined || !isBelow(version, minVersion)) return;
  throw new MfaError("ERR_MFA_APP_VERSION", { detail: `version ${minVersion} or later is needed` });
}
