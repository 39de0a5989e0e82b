import type { Random } from "../contract/index.js";
import type { Collection } from "../store/types.js";
import { inBatches } from "./batches.js";
import type { Branch } from "./index-branch.js";
import { buildIndex, type OldBuckets } from "./index-build.js";
import { createIndexChanges } from "./index-changes.js";
import { type IndexEntry, nameOf } from "./index-entry.js";
import type { EntryChange, Leaf } from "./index-leaf.js";
import { type IndexPage, type IndexQuery, readPage, searchPage } from "./index-page.js";
import { createIndexTree } from "./index-tree.js";
import { walk } from "./index-walk.js";
import { canonicalName } from "./profile.js";

/**
 * Every operator's entry, in ranges of names that are cut as they grow, with counts beside them: a page and a change cost the
 * same however many there are. An entry may be there for somebody who is not, or not yet; nobody who can sign in is
 * without one.
 */
export interface OperatorIndex {
  put(entries: readonly IndexEntry[]): Promise<void>;
  drop(entries: readonly Pick<IndexEntry, "id" | "username">[]): Promise<void>;
  page(query: IndexQuery): Promise<IndexPage>;
  /** All of them by name, some at a time. */
  all(): AsyncIterable<readonly IndexEntry[]>;
  /** Which of these names somebody has, in their canonical form. */
  taken(usernames: Iterable<string>): Promise<ReadonlySet<string>>;
  /** Makes it from the records, where it was never made: a store of an older release. */
  build(records: AsyncIterable<IndexEntry>): Promise<void>;
}

export interface OperatorIndexParts {
  readonly leaves: Collection<Leaf>;
  readonly branches: Collection<Branch>;
  readonly old: OldBuckets;
  readonly random: Random;
  /** How many a leaf or a branch has before it is cut. Default 128. */
  readonly most?: number;
}

/** Changes that are made in one go; others wait no longer than these take. */
const atOnce = 1000;

export function createOperatorIndex({
  leaves,
  branches,
  old,
  random,
  most,
}: OperatorIndexParts): OperatorIndex {
  const tree = createIndexTree({ leaves, branches });
  const changes = createIndexChanges(tree, random, most);
  const changed = inBatches<EntryChange>(atOnce, (batch) => changes.change(inOrder(batch)));

  const change = async (all: readonly EntryChange[]) => {
    const sorted = inOrder(all);
    for (let at = 0; at < sorted.length; at += atOnce) await changed(sorted.slice(at, at + atOnce));
  };
  const put: OperatorIndex["put"] = (entries) =>
    change(entries.map((entry) => ({ id: entry.id, name: nameOf(entry), entry })));

  return {
    put,
    drop: (entries) =>
      change(entries.map(({ id, username }) => ({ id, name: canonicalName(username), entry: undefined }))),
    page: (query) =>
      canonicalName(query.search) === "" ? readPage(tree, changes, query) : searchPage(tree, changes, query),
    all: () => walk(tree),

    async taken(usernames) {
      const asked = [...new Set([...usernames].map(canonicalName))].sort();
      const names = new Set(asked);
      const taken = new Set<string>();
      const weigh = ({ start }: { readonly start: string }, end: string | undefined) => {
        const first = firstFrom(asked, start);
        return first !== undefined && (end === undefined || first < end) ? 1 : 0;
      };
      for await (const entries of walk(tree, { weigh }))
        for (const entry of entries) if (names.has(nameOf(entry))) taken.add(nameOf(entry));
      return taken;
    },

    build: (records) => buildIndex(old, put, records),
  };
}

/** The last of those for one id and name is the one that counts. */
function inOrder(changes: readonly EntryChange[]): readonly EntryChange[] {
  const last = new Map(changes.map((change) => [`${change.id}\n${change.name}`, change]));
  return [...last.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The first of these sorted names that is not before `start`. */
function firstFrom(sorted: readonly string[], start: string): string | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < start) low = middle + 1;
    else high = middle;
  }
  return sorted[low];
}
