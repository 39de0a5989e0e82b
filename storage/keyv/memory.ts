import type { Backend } from "../../lib/contract/index.js";
import { hasExpired, type KeyvLike, prefixed } from "../../lib/store-kit/index.js";

export function isMap(store: unknown): store is Map<string, string> {
  return store instanceof Map;
}

/** The adapter that Keyv 6 puts around a Map. */
interface Adapter6 {
  readonly store: Map<string, { readonly value: string; readonly expires: number | undefined }>;
  readonly namespace: string | undefined;
  getKeyPrefix(key: string, namespace?: string): string;
}

export function isMemory6(store: unknown): store is Adapter6 {
  const { store: map, getKeyPrefix } = (store ?? {}) as Partial<Adapter6>;
  return isMap(map) && typeof getKeyPrefix === "function";
}

/** A backend on the Map of a Keyv 6 instance, whose entries have their expiry beside them. */
export function memory6Backend(keyv: KeyvLike): Backend {
  const adapter = keyv.store as Adapter6;
  return mapBackend({
    entries: () => [...adapter.store].map(([key, { value }]) => [key, value] as const),
    get: (key) => adapter.store.get(key)?.value,
    set: (key, value, expires) => void adapter.store.set(key, { value, expires }),
    delete: (key) => void adapter.store.delete(key),
    // Where Keyv has made the Map by itself, it forgets to tell it the namespace.
    start: adapter.getKeyPrefix("", adapter.namespace),
  });
}

/** A backend on the Map of a Keyv instance. */
export function memoryBackend(keyv: Pick<KeyvLike, "store" | "namespace">): Backend {
  const map = keyv.store as Map<string, string>;
  return mapBackend({
    entries: () => [...map],
    get: (key) => map.get(key),
    set: (key, value) => void map.set(key, value),
    delete: (key) => void map.delete(key),
    start: prefixed(keyv as KeyvLike)(""),
  });
}

interface Texts {
  entries(): readonly (readonly [string, string])[];
  get(key: string): string | undefined;
  set(key: string, value: string, expires: number | undefined): void;
  delete(key: string): void;
  readonly start: string;
}

/** Nothing waits between compare and set, so nothing comes between them. */
function mapBackend({ start, ...map }: Texts): Backend {
  const ours = () => map.entries().filter(([name]) => name.startsWith(start));
  return {
    name: "memory",
    shared: false,
    open: async () => {},
    read: async (keys) => keys.map((name) => map.get(start + name)),
    async swap(name, previous, next, expires) {
      if (map.get(start + name) !== previous) return false;
      if (next === undefined) map.delete(start + name);
      else map.set(start + name, next, expires);
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
