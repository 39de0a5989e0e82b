import type { Clock } from "../contract/index.js";

/** A value as it was read: `raw` is what the next swap compares with. */
export interface Held<T> {
  readonly raw: string | undefined;
  readonly value: T | undefined;
  readonly expires: number | undefined;
}

interface Entry<T> extends Held<T> {
  /** When it was known to be what the store has. */
  readonly at: number;
}

/** Values that this process holds; the one that was not used for longest goes first. */
export interface Cache<T> {
  get(key: string): Held<T> | undefined;
  /** As `get`, if it may be trusted without asking the store. */
  fresh(key: string): Held<T> | undefined;
  /** A number to be given to `keep`: what was read before a later commit must not cover it. */
  mark(key: string): number;
  keep(key: string, held: Held<T>, mark: number): void;
  /** What this process has just committed. */
  commit(key: string, held: Held<T>): void;
  /** Nobody knows what the store has now. */
  drop(key: string): void;
}

const capacity = 10_000;

/** @param trustFor milliseconds that a value is current without asking; `Infinity` where nobody else can write */
export function createCache<T>(clock: Clock, trustFor: number): Cache<T> {
  const entries = new Map<string, Entry<T>>();
  const commits = new Map<string, number>();
  let count = 0;

  const put = (key: string, held: Held<T>) => {
    entries.delete(key);
    entries.set(key, { ...held, at: clock() });
    const [oldest] = entries.keys();
    if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
  };
  const changed = (key: string) => {
    count += 1;
    commits.delete(key);
    commits.set(key, count);
    const [oldest] = commits.keys();
    if (commits.size > capacity && oldest !== undefined) commits.delete(oldest);
  };

  return {
    get: (key) => entries.get(key),
    fresh(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      const age = clock() - entry.at;
      // A clock that stepped back tells nothing about the age.
      return trustFor === Number.POSITIVE_INFINITY || (age >= 0 && age < trustFor) ? entry : undefined;
    },
    mark: () => count,
    keep(key, held, mark) {
      if ((commits.get(key) ?? 0) <= mark) put(key, held);
    },
    commit(key, held) {
      changed(key);
      put(key, held);
    },
    drop(key) {
      changed(key);
      entries.delete(key);
    },
  };
}
