import { MfaError, refuseUnknown, type Services } from "../../lib/kit/index.js";

export interface PasskeyOptions {
  /**
   * The domain that passkeys are for (WebAuthn RP ID): the host of `url` or a domain above it, so that one passkey is good at each
   * of its names. Whoever changes it later makes every passkey useless. Default: the host by which the system was reached.
   */
  readonly rpId?: string | undefined;
  /**
   * Whether the device must check a fingerprint, a face or a PIN after a password too: `required` shuts out keys that cannot.
   * A sign-in without a password always needs it. Default `preferred`.
   */
  readonly userVerification?: "preferred" | "required" | undefined;
}

export interface Configuration {
  readonly rpId: string | undefined;
  readonly userVerification: "preferred" | "required";
}

/** Throws `ERR_MFA_OPTIONS`, quoting the name. */
export function readPasskeyOptions(options: PasskeyOptions): Configuration {
  refuseUnknown("passkey()", options, ["rpId", "userVerification"]);
  const { rpId, userVerification = "preferred" } = options;
  if (rpId !== undefined && !isDomain(rpId))
    throw wrong(`option "rpId" must be a domain such as "example.com", not ${JSON.stringify(rpId)}`);
  if (userVerification !== "preferred" && userVerification !== "required")
    throw wrong(
      `option "userVerification" must be "preferred" or "required", not ${JSON.stringify(userVerification)}`,
    );
  return { rpId, userVerification };
}

/** The domain that a passkey is made for, and asked for, here. */
export function rpIdAt({ rpId }: Configuration, { origins }: Services): string {
  return rpId ?? new URL(origins[0] ?? "").hostname;
}

/** As a browser writes it: no scheme, no port, no upper case. */
function isDomain(text: unknown): boolean {
  if (typeof text !== "string" || !URL.canParse(`https://${text}`)) return false;
  return new URL(`https://${text}`).hostname === text && /^[a-z0-9.-]+$/.test(text) && !/^[\d.]+$/.test(text);
}

function wrong(detail: string): MfaError {
  return new MfaError("ERR_MFA_OPTIONS", { detail: `passkey(): ${detail}` });
}
