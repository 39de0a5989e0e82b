import { z } from "zod";
import type { Collection, CollectionSpec } from "../store/types.js";
import { canonicalName } from "./profile.js";

/** What lists and searches need of an operator without opening the record. */
export interface IndexEntry {
  readonly id: string;
  readonly username: string;
  readonly name?: string;
  readonly email?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Some of the entries, or the note that those of an older store are all there. */
type Bucket = readonly IndexEntry[];

const bucket = z.array(
  z.strictObject({
    id: z.string(),
    username: z.string(),
    name: z.string().exactOptional(),
    email: z.string().exactOptional(),
    at: z.number(),
  }),
);

export const indexSpec: CollectionSpec<Bucket> = {
  prefix: "index",
  parse: (stored) => bucket.parse(stored) as Bucket,
};

/** How often each bucket was changed: what has not changed is not read again, however large it is. */
type Marks = readonly number[];

export const marksSpec: CollectionSpec<Marks> = {
  prefix: "index-marks",
  parse: (stored) => z.array(z.number()).parse(stored),
};

/**
 * Every operator's entry, in buckets, since not every store has an order to list by. An entry may be there for somebody
 * who is not, or not yet; nobody who can sign in is without one.
 */
export interface OperatorIndex {
  put(entries: readonly IndexEntry[]): Promise<void>;
  drop(ids: readonly string[]): Promise<void>;
  /** All of them, in the order of their names. The same reference as long as nothing changes. */
  all(): Promise<readonly IndexEntry[]>;
  /** Makes it from the records, where it was never made: a store of an older release. */
  build(records: AsyncIterable<IndexEntry>): Promise<void>;
}

/** 10,000 operators: 40 to a bucket, 6 kB; each change rewrites one of them. */
const bucketCount = 256;
/** Read side by side; between two such groups other requests have their turn. */
const group = 16;
const built = "built";
const everyBucket = "all";
const bucketIds = Array.from({ length: bucketCount }, (_, number) => String(number));

/** An entry under the form of its name that tells people apart. */
type Named = readonly [name: string, entry: IndexEntry];

interface Known {
  readonly marks: Marks | undefined;
  /** In the order of their names. */
  readonly named: readonly Named[];
  readonly entries: readonly IndexEntry[];
}

export function createOperatorIndex(buckets: Collection<Bucket>, marks: Collection<Marks>): OperatorIndex {
  let known: Known = { marks: undefined, named: [], entries: [] };

  /**
   * The buckets first, then their marks: who reads a mark finds what it stands for. A crash between leaves a change that
   * is not seen yet, and nobody was told that it is done.
   */
  const change = async (changes: Iterable<readonly [id: string, entry: IndexEntry | undefined]>) => {
    const byBucket = new Map<string, Map<string, IndexEntry | undefined>>();
    for (const [id, entry] of changes) {
      const own = byBucket.get(bucketOf(id)) ?? new Map();
      byBucket.set(bucketOf(id), own.set(id, entry));
    }
    if (byBucket.size === 0) return;
    for (const some of inGroups([...byBucket])) {
      await Promise.all(some.map(([id, own]) => buckets.update(id, changeOf(own))));
      await turn();
    }
    await marks.update(everyBucket, (current = []) => ({
      next: bucketIds.map((id, at) => (current[at] ?? 0) + Number(byBucket.has(id))),
      outcome: undefined,
    }));
  };

  const put = (entries: readonly IndexEntry[]) => change(entries.map((entry) => [entry.id, entry]));

  return {
    put,
    drop: (ids) => change(ids.map((id) => [id, undefined])),

    async all() {
      const { marks: before, named } = known;
      const now = (await marks.read(everyBucket)) ?? [];
      const changed = new Set(bucketIds.filter((_, at) => before === undefined || before[at] !== now[at]));
      if (changed.size === 0) return known.entries;
      const read: Named[] = [];
      for (const ids of inGroups([...changed])) {
        // As fresh as the marks at least: what is held may be older than they are.
        const found = await Promise.all(ids.map((id) => buckets.read(id, { fresh: true })));
        for (const entries of found) for (const entry of entries ?? []) read.push(namedOf(entry));
        await turn();
      }
      const kept = named.filter(([, { id }]) => !changed.has(bucketOf(id)));
      // Two runs that are in order already are merged, not sorted.
      const sorted = [...kept, ...read.sort(byName)].sort(byName);
      known = { marks: now, named: sorted, entries: sorted.map(([, entry]) => entry) };
      return known.entries;
    },

    async build(records) {
      if ((await buckets.read(built)) !== undefined) return;
      let some: IndexEntry[] = [];
      for await (const entry of records) {
        some.push(entry);
        if (some.length < 2000) continue;
        await put(some);
        some = [];
      }
      await put(some);
      await buckets.update(built, () => ({ next: [], outcome: undefined }));
    },
  };
}

function changeOf(changes: ReadonlyMap<string, IndexEntry | undefined>) {
  return (current: Bucket = []) => {
    const kept = current.filter(({ id }) => !changes.has(id));
    const put = [...changes.values()].filter((entry) => entry !== undefined);
    const next = [...kept, ...put];
    return { next: next.length === 0 ? undefined : next, outcome: undefined };
  };
}

/** Ids are random; the same one is always in the same bucket. */
function bucketOf(id: string): string {
  let hash = 7;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return String(hash % bucketCount);
}

function namedOf(entry: IndexEntry): Named {
  return [canonicalName(entry.username), entry];
}

/** No locale, whose order would cost ten times as much. */
function byName([a]: Named, [b]: Named): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function* inGroups<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += group) yield all.slice(at, at + group);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
