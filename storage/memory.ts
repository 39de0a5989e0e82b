import type { Backend } from "../lib/contract/index.js";
import { hasExpired, type KeyvLike, prefixed } from "../lib/store-kit/index.js";

/** In this process only, and gone with it: for tests and trials. */
export function memory(): Backend {
  return memoryBackend({ store: new Map<string, string>(), namespace: "mfa" });
}

export function isMap(store: unknown): store is Map<string, string> {
  return store instanceof Map;
}

/** A backend on the Map of a Keyv instance. Nothing waits between compare and set, so nothing comes between them. */
export function memoryBackend(keyv: Pick<KeyvLike, "store" | "namespace">): Backend {
  const map = keyv.store as Map<string, string>;
  const key = prefixed(keyv as KeyvLike);
  const start = key("");
  const ours = () => [...map].filter(([name]) => name.startsWith(start));
  return {
    name: "memory",
    shared: false,
    open: async () => {},
    read: async (keys) => keys.map((name) => map.get(key(name))),
    async swap(name, previous, next) {
      if (map.get(key(name)) !== previous) return false;
      if (next === undefined) map.delete(key(name));
      else map.set(key(name), next);
      return true;
    },
    async list(prefix, after, limit) {
      return ours()
        .map(([name, raw]) => [name.slice(start.length), raw] as const)
        .filter(([name]) => name.startsWith(prefix) && (after === undefined || name > after))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit);
    },
    async sweep(now) {
      const over = ours().filter(([, raw]) => hasExpired(raw, now));
      for (const [name] of over) map.delete(name);
      return over.length;
    },
    close: async () => {},
  };
}
