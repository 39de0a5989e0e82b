import type { Backend, Clock } from "../contract/index.js";
import type { Keyring } from "../crypto/index.js";
import { MfaError } from "../errors/index.js";
import { createQueue, unwrap, wrap } from "../store-kit/index.js";
import { createCache, type Held } from "./cache.js";
import { createDeadline, type Deadline } from "./deadline.js";
import type { Reader } from "./reader.js";
import type { Change, Collection, CollectionSpec } from "./types.js";

export interface CollectionParts {
  readonly backend: Backend;
  readonly reader: Reader;
  readonly keyring: Keyring;
  readonly clock: Clock;
  /** Milliseconds. */
  readonly deadline: number;
  readonly staleness: number;
}

export function createCollection<T>(parts: CollectionParts, spec: CollectionSpec<T>): Collection<T> {
  const { backend, reader, keyring, clock } = parts;
  const cache = createCache<T>(clock, backend.shared ? parts.staleness : Number.POSITIVE_INFINITY, spec.held);
  const queue = createQueue();
  const listeners = new Set<(id: string, value: T | undefined) => void>();
  const keyOf = (id: string) => `${spec.prefix}:${id}`;

  const alive = (held: Held<T>): T | undefined =>
    held.expires !== undefined && held.expires <= clock() ? undefined : held.value;

  const decode = (id: string, raw: string): Held<T> => {
    const { value, expires } = unwrap(raw);
    return { raw, expires, value: spec.parse(JSON.parse(keyring.open(spec.prefix, id, value))) };
  };

  const encode = (id: string, value: T | undefined): Held<T> => {
    if (value === undefined) return { raw: undefined, value, expires: undefined };
    const expires = spec.expires?.(value);
    const text = JSON.stringify(spec.store === undefined ? value : spec.store(value));
    return { raw: wrap(keyring.seal(spec.prefix, id, text), expires), value, expires };
  };

  /** Asks the store. What has not changed keeps its identity, and is neither opened nor parsed again. */
  const load = async (id: string): Promise<Held<T>> => {
    const mark = cache.mark();
    const raw = await reader(keyOf(id));
    const known = cache.get(id);
    const held =
      known !== undefined && known.raw === raw
        ? known
        : raw === undefined
          ? { raw, value: undefined, expires: undefined }
          : decode(id, raw);
    cache.keep(id, held, mark);
    return held;
  };

  return {
    peek(id) {
      const held = cache.fresh(id);
      return held && alive(held);
    },

    async read(id, options = {}) {
      const known = options.fresh === true ? undefined : cache.fresh(id);
      return alive(known ?? (await createDeadline(parts.deadline).within(load(id))));
    },

    update<R>(id: string, change: (current: T | undefined) => Change<T, R>): Promise<R> {
      const deadline = createDeadline(parts.deadline);
      const attempt = async (): Promise<R> => {
        // What is held is tried first: if it is not current any more, the swap says so. Where there is nothing to swap,
        // by `next === current` or by a throw, only the store can say.
        let held = cache.get(id);
        let asked = false;
        while (!deadline.over) {
          if (held === undefined) {
            held = await deadline.within(load(id));
            asked = true;
          }
          const current = alive(held);
          const made = asked ? change(current) : tried(() => change(current));
          if (made !== undefined) {
            const same = made.next === current;
            if (same ? asked : await commit(id, held, encode(id, made.next), deadline)) return made.outcome;
          }
          held = undefined;
        }
        throw new MfaError("ERR_MFA_STORAGE", {
          detail: `no change within ${parts.deadline} ms: the storage is too slow, or others were first again and again`,
        });
      };
      return queue.run(id, attempt);
    },

    add(id, value) {
      const { raw, expires } = encode(id, value);
      const swap = (async () => backend.swap(keyOf(id), undefined, raw, expires))();
      return createDeadline(parts.deadline).within(swap);
    },

    list(after, limit) {
      const start = keyOf("");
      const deadline = createDeadline(parts.deadline);
      const work = async () => {
        const found: (readonly [string, T])[] = [];
        let last = after === undefined ? undefined : keyOf(after);
        while (found.length < limit && !deadline.over) {
          const wanted = limit - found.length;
          const rows = await backend.list(start, last, wanted);
          for (const [key, raw] of rows) {
            const id = key.slice(start.length);
            const value = alive(decode(id, raw));
            if (value !== undefined) found.push([id, value]);
          }
          last = rows.at(-1)?.[0];
          if (rows.length < wanted) break; // what has expired and is not swept yet makes no short page
        }
        return found;
      };
      return deadline.within(work());
    },

    async scan(after, limit) {
      const start = keyOf("");
      const last = after === undefined ? undefined : keyOf(after);
      const rows = await createDeadline(parts.deadline).within(backend.list(start, last, limit));
      return rows.map(([key, raw]) => {
        const id = key.slice(start.length);
        return [id, tried(() => decode(id, raw).value)] as const;
      });
    },

    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  async function commit(id: string, held: Held<T>, changed: Held<T>, deadline: Deadline): Promise<boolean> {
    const mark = cache.mark();
    const drop = () => cache.drop(id);
    const swap = (async () => backend.swap(keyOf(id), held.raw, changed.raw, changed.expires))();
    try {
      if (!(await deadline.within(swap))) {
        drop();
        return false;
      }
    } catch (error) {
      drop(); // it may have taken effect,
      void swap.then(drop, drop); // or may do so yet
      throw error;
    }
    cache.commit(id, changed, mark);
    for (const listener of listeners) listener(id, changed.value);
    return true;
  }
}

/** The answer, or nothing when it throws. */
function tried<A>(work: () => A): A | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
