import type { Clock } from "../contract/index.js";

/** A value as it was read: `raw` is what the next swap compares with. */
export interface Held<T> {
  readonly raw: string | undefined;
  readonly value: T | undefined;
  readonly expires: number | undefined;
}

/** The moment before the store is asked: what it answers is as old as that, however long the answer takes. */
export interface Mark {
  readonly order: number;
  readonly at: number;
}

interface Entry<T> extends Held<T> {
  /** When it was known to be what the store has. */
  readonly at: number;
}

/** Values that this process holds; those that were not used for longest go first. */
export interface Cache<T> {
  get(key: string): Held<T> | undefined;
  /** As `get`, if it may be trusted without asking the store. */
  fresh(key: string): Held<T> | undefined;
  mark(): Mark;
  /** What was read since `mark`, unless something later is known of the key by now. */
  keep(key: string, held: Held<T>, mark: Mark): void;
  /** What this process has just committed. */
  commit(key: string, held: Held<T>, mark: Mark): void;
  /** Nobody knows what the store has now. */
  drop(key: string): void;
}

/**
 * @param trustFor milliseconds that a value is current without asking; `Infinity` where nobody else can write
 * @param capacity how many values are held at the most
 */
export function createCache<T>(clock: Clock, trustFor: number, capacity = 10_000): Cache<T> {
  // Of each generation: those used since the last one, and those used before. So that to use a value writes nothing.
  const generation = capacity / 2;
  let young = new Map<string, Entry<T>>();
  let old = new Map<string, Entry<T>>();
  const orders = new Map<string, number>();
  let count = 0;
  /** No key whose order is no longer kept has a higher one. */
  let forgotten = 0;

  const put = (key: string, entry: Entry<T>) => {
    young.set(key, entry);
    if (young.size < generation) return;
    old = young;
    young = new Map();
  };
  const learn = (key: string, order: number) => {
    orders.delete(key);
    orders.set(key, order);
    const [oldest] = orders;
    if (orders.size <= capacity || oldest === undefined) return;
    orders.delete(oldest[0]);
    forgotten = Math.max(forgotten, oldest[1]);
  };
  const use = (key: string) => {
    const entry = young.get(key);
    if (entry !== undefined) return entry;
    const before = old.get(key);
    if (before !== undefined) put(key, before);
    return before;
  };
  const next = () => {
    count += 1;
    return count;
  };

  return {
    get: use,
    fresh(key) {
      const entry = use(key);
      if (entry === undefined) return undefined;
      const age = clock() - entry.at;
      // A clock that stepped back tells nothing about the age.
      return trustFor === Number.POSITIVE_INFINITY || (age >= 0 && age < trustFor) ? entry : undefined;
    },
    mark: () => ({ order: next(), at: clock() }),
    keep(key, held, mark) {
      if ((orders.get(key) ?? forgotten) > mark.order) return;
      learn(key, mark.order);
      put(key, { ...held, at: mark.at });
    },
    commit(key, held, mark) {
      learn(key, next());
      put(key, { ...held, at: mark.at });
    },
    drop(key) {
      learn(key, next());
      young.delete(key);
      old.delete(key);
    },
  };
}
