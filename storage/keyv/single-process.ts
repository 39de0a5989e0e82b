import type { Backend } from "../../lib/contract/index.js";
import { createQueue, hasExpired, isKeyv6, type KeyvLike, prefixed } from "../../lib/store-kit/index.js";

/** What every Keyv adapter has. Its own methods are called, not Keyv's: those take a fault for an absence. */
interface Adapter {
  get(key: string): Promise<unknown>;
  set(key: string, value: string, ttl?: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
  iterator(namespace?: string): AsyncIterable<readonly [string, unknown]>;
  disconnect?(): Promise<void>;
}

export function isAdapter(store: unknown): store is Adapter {
  const methods = ["get", "set", "delete", "iterator"];
  return methods.every((name) => typeof (store as Record<string, unknown> | null)?.[name] === "function");
}

/**
 * Any other adapter. It has no compare-and-swap that we know, so compare and set are made one step by a queue per
 * key in this process: right for one process, and for one only.
 */
export function singleProcessBackend(keyv: KeyvLike): Backend {
  const adapter = keyv.store as Adapter;
  const six = isKeyv6(keyv); // whose adapter puts the namespace before the key by itself, and takes a moment, not a span
  const key = six ? (name: string) => name : prefixed(keyv);
  const start = key("");
  const queue = createQueue(); // a call that hangs holds up its own key, and no other
  const get = async (name: string) => {
    const raw = await adapter.get(key(name));
    if (raw === undefined || raw === null) return undefined;
    if (typeof raw !== "string") throw new TypeError(`the adapter gave ${typeof raw} where a text was put`);
    return raw;
  };
  const swap: Backend["swap"] = (name, previous, next, expires) =>
    queue.run(name, async () => {
      if ((await get(name)) !== previous) return false;
      if (next === undefined) {
        if (previous !== undefined) await adapter.delete(key(name));
      } else {
        const left = expires === undefined ? undefined : Math.max(1, expires - Date.now());
        await adapter.set(key(name), next, six ? expires : left);
      }
      return true;
    });
  const all = async () => {
    const found: (readonly [string, string])[] = [];
    for await (const [name, raw] of adapter.iterator(keyv.namespace)) {
      found.push([name.startsWith(start) ? name.slice(start.length) : name, String(raw)]);
    }
    return found;
  };
  return {
    name: "single-process",
    shared: false,
    open: async () => {},
    read: (keys) => Promise.all(keys.map(get)),
    swap,
    async list(prefix, after, limit) {
      return (await all())
        .filter(([name]) => name.startsWith(prefix) && (after === undefined || name > after))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit);
    },
    /** Not every adapter drops what it was told to; by a swap each, since a value may be renewed meanwhile. */
    async sweep(now) {
      let dropped = 0;
      for (const [name, raw] of await all()) {
        if (hasExpired(raw, now) && (await swap(name, raw, undefined))) dropped += 1;
      }
      return dropped;
    },
    close: async () => adapter.disconnect?.(),
  };
}
