import { z } from "zod";
import { MfaError } from "../errors/index.js";
import type { Minted } from "./holder.js";
import { touchEvery } from "./numbers.js";

/** The key of a program, by which it may use what the host has given to its scopes. It signs nobody in. */
const serviceKey = z.strictObject({
  id: z.string(),
  /** SHA-256 of the key's secret. */
  hash: z.string(),
  name: z.string(),
  /** RFC 6749 §3.3, each one token. */
  scopes: z.array(z.string()),
  /** Addresses and networks (`192.0.2.0/24`) from which it may be used; empty: from everywhere. */
  addresses: z.array(z.string()),
  at: z.number(),
  expires: z.number(),
  /** The engineer who made it: an operator's id. */
  by: z.string(),
  /** Epoch of the system under which it was made. */
  systemEpoch: z.number(),
  used: z.number().exactOptional(),
});

const serviceKeys = z.strictObject({ version: z.literal(1), keys: z.array(serviceKey) });

export type ServiceKey = Readonly<z.infer<typeof serviceKey>>;
/** All of them, in one record: a request with a key is one read, as the policy is. */
export interface ServiceKeys {
  readonly version: 1;
  readonly keys: readonly ServiceKey[];
}

/** Ours: more than any site has programs. */
const mostKeys = 100;

export function parseServiceKeys(stored: unknown): ServiceKeys {
  const parsed = serviceKeys.safeParse(stored);
  if (parsed.success) return parsed.data;
  throw new MfaError("ERR_MFA_DATA_VERSION", {
    detail: `the service keys do not fit this release: ${z.prettifyError(parsed.error)}`,
  });
}

export const noKeys: ServiceKeys = { version: 1, keys: [] };

/** The key of this secret, where it is good. */
export function findKey(
  { keys }: ServiceKeys,
  { id, hash }: Minted,
  systemEpoch: number,
  now: number,
): ServiceKey | undefined {
  const found = keys.find((key) => key.id === id && key.hash === hash);
  return found !== undefined && isGood(found, systemEpoch, now) ? found : undefined;
}

export function isGood(key: ServiceKey, systemEpoch: number, now: number): boolean {
  return key.systemEpoch === systemEpoch && key.expires > now;
}

/** `undefined`: there are too many. Those that are over make room. */
export function withKey(all: ServiceKeys, key: ServiceKey, now: number): ServiceKeys | undefined {
  const kept = all.keys.filter((other) => isGood(other, key.systemEpoch, now));
  return kept.length < mostKeys ? { ...all, keys: [...kept, key] } : undefined;
}

/** Is it time to write that it was used? At most once a minute, so that a request stays a read. */
export function useIsDue({ used = 0 }: ServiceKey, now: number): boolean {
  return now - used >= touchEvery;
}

/** The same keys back where there is nothing to write. */
export function withUse(all: ServiceKeys, id: string, now: number): ServiceKeys {
  const due = all.keys.some((key) => key.id === id && useIsDue(key, now));
  return due ? { ...all, keys: all.keys.map((key) => (key.id === id ? { ...key, used: now } : key)) } : all;
}
