import type { Json } from "../../lib/kit/index.js";

/** One passkey, as it is kept. Its secret never leaves the device. */
export type Own = {
  /** Credential id, base64url. */
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  /** How often it was used, as its device counts; always 0 where it does not. */
  readonly counter: number;
  /** The domain that it is for. */
  readonly rpId: string;
  readonly transports: readonly string[];
  /** It may be copied to other devices of its owner: a passkey that an account keeps in step. Fixed for its life. */
  readonly synced: boolean;
  /** A copy of it is kept elsewhere now. */
  readonly backedUp: boolean;
  /** The model of the device, where it says it. */
  readonly aaguid: string;
};

/** What a proof leaves behind. */
export type Use = { readonly counter: number; readonly backedUp: boolean };

/** Each use moves the counter on, where there is one (WebAuthn §6.1.1). */
export function isAhead(own: Own, counter: number): boolean {
  return counter > own.counter || (counter === 0 && own.counter === 0);
}

export function consume(own: Own, use: Json): Own | undefined {
  const { counter, backedUp } = use as Use;
  return isAhead(own, counter) ? { ...own, counter, backedUp } : undefined;
}

/** RFC 8176: held by this device alone, or by software that copies it; somebody was there; and it checked who. */
export function amrOf(synced: boolean, userVerified: boolean): readonly string[] {
  return [synced ? "swk" : "hwk", "user", ...(userVerified ? ["mfa"] : [])];
}

export function descriptor({ id, transports }: Own) {
  return { id, transports: [...transports] };
}
