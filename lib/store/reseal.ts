import type { Backend } from "../contract/index.js";
import type { Keyring } from "../crypto/index.js";
import { MfaError } from "../errors/index.js";
import { unwrap, wrap } from "../store-kit/index.js";
import { resealMeta } from "./meta.js";

export interface ResealProgress {
  /** Values that were sealed anew so far. */
  readonly resealed: number;
  /** Values that were looked at so far, in this pass. */
  readonly seen: number;
}

export interface Resealed extends ResealProgress {
  /** `false`: it was stopped. */
  readonly complete: boolean;
  /** Keys of values that no secret opens: changed or moved by somebody, lost already before this. */
  readonly unreadable: readonly string[];
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
 * Moves every value to the newest secret, one swap each, while others read and write. It is done after a pass
 * that finds none: what somebody changed, or wrote behind it, is looked at again. Can be stopped and begun again at any time.
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
): Promise<Resealed> {
  let resealed = (await resealMeta(backend, keyring)) ? 1 : 0;
  let seen = 1;
  const unreadable = new Set<string>();
  /** The same value under the newest secret; nothing where it is already, or where no secret opens it. */
  const moved = (prefix: string, id: string, raw: string) => {
    try {
      const { value, expires } = unwrap(raw);
      if (keyring.isNewest(value)) return undefined;
      return { next: wrap(keyring.seal(prefix, id, keyring.open(prefix, id, value)), expires), expires };
    } catch {
      unreadable.add(`${prefix}:${id}`);
      return undefined;
    }
  };

  /** Over one prefix; how many were under an old secret. */
  const pass = async (prefix: string): Promise<number> => {
    let old = 0;
    for (let after: string | undefined; ; ) {
      const rows = await backend.list(`${prefix}:`, after, page);
      for (const [key, raw] of rows) {
        signal?.throwIfAborted();
        seen += 1;
        const change = moved(prefix, key.slice(prefix.length + 1), raw);
        if (change === undefined) continue;
        old += 1;
        if (await backend.swap(key, raw, change.next, change.expires)) resealed += 1;
      }
      onProgress?.({ resealed, seen });
      after = rows.at(-1)?.[0];
      if (rows.length < page) return old;
    }
  };

  const told = (complete: boolean): Resealed => ({
    ...{ resealed, seen, complete },
    unreadable: [...unreadable],
  });
  try {
    for (let passes = 0; passes < mostPasses; passes += 1) {
      seen = 1;
      let old = 0;
      for (const prefix of prefixes) old += await pass(prefix);
      if (old === 0) return told(true);
    }
  } catch (error) {
    if (signal?.aborted) return told(false);
    throw error;
  }
  throw new MfaError("ERR_MFA_STORAGE", {
    detail: "somebody goes on sealing with an old secret: deploy [new, old] everywhere first",
  });
}
