import type { Backend } from "../contract/index.js";
import type { Keyring } from "../crypto/index.js";
import { MfaError } from "../errors/index.js";
import { unwrap, wrap } from "../store-kit/index.js";
import { resealMeta } from "./meta.js";

export interface ResealProgress {
  /** Values that were sealed anew so far. */
  readonly resealed: number;
  /** Values that were looked at so far. */
  readonly seen: number;
}

export interface ResealHow {
  readonly onProgress?: ((progress: ResealProgress) => void) | undefined;
  /** Stops between two values; what is done stays done. */
  readonly signal?: AbortSignal | undefined;
}

const page = 200;
/** Whoever still seals with an old secret would keep it going for ever. */
const mostPasses = 5;

/**
 * Moves every value to the newest secret, one swap each, while others read and write. What somebody changed meanwhile is
 * looked at again in the next pass. Can be stopped and begun again at any time.
 *
 * @throws `ERR_MFA_STORAGE` where a process goes on sealing with an old secret
 */
export async function reseal(
  {
    backend,
    keyring,
    prefixes,
  }: { readonly backend: Backend; readonly keyring: Keyring; readonly prefixes: readonly string[] },
  { onProgress, signal }: ResealHow = {},
): Promise<ResealProgress & { readonly complete: boolean }> {
  let resealed = (await resealMeta(backend, keyring)) ? 1 : 0;
  let seen = 1;

  /** Of one prefix; how many somebody else was faster with. */
  const pass = async (prefix: string): Promise<number> => {
    let missed = 0;
    for (let after: string | undefined; ; ) {
      const rows = await backend.list(`${prefix}:`, after, page);
      for (const [key, raw] of rows) {
        signal?.throwIfAborted();
        seen += 1;
        const { value, expires } = unwrap(raw);
        if (keyring.isNewest(value)) continue;
        const id = key.slice(prefix.length + 1);
        const next = wrap(keyring.seal(prefix, id, keyring.open(prefix, id, value)), expires);
        if (await backend.swap(key, raw, next, expires)) resealed += 1;
        else missed += 1;
      }
      onProgress?.({ resealed, seen });
      after = rows.at(-1)?.[0];
      if (rows.length < page) return missed;
    }
  };

  try {
    for (let passes = 0; passes < mostPasses; passes += 1) {
      let missed = 0;
      for (const prefix of prefixes) missed += await pass(prefix);
      if (missed === 0) return { resealed, seen, complete: true };
    }
  } catch (error) {
    if (signal?.aborted) return { resealed, seen, complete: false };
    throw error;
  }
  throw new MfaError("ERR_MFA_STORAGE", {
    detail: "somebody goes on sealing with an old secret: deploy [new, old] everywhere first",
  });
}
