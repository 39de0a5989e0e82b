import { z } from "zod";
import type { CollectionSpec } from "../store/types.js";
import type { Child } from "./index-branch.js";
import { byName, entries, type IndexEntry, nameOf } from "./index-entry.js";
import { cut, type Part, part } from "./index-part.js";

/** The entries themselves, by name. */
export interface Leaf extends Part {
  readonly entries: readonly IndexEntry[];
}

const leaf = z.strictObject({ ...part, entries });

/** Few are held, so that a walk over a million operators does not end with all of them in memory. */
export const leavesSpec: CollectionSpec<Leaf> = {
  prefix: "leaf",
  parse: (stored) => leaf.parse(stored) as Leaf,
  held: 256,
};

export const firstLeaf: Leaf = { version: 0, start: "", entries: [] };

/** An entry that is to be there, or nothing: it is to go. */
export interface EntryChange {
  readonly id: string;
  readonly name: string;
  readonly entry: IndexEntry | undefined;
}

export function leafChild(id: string, { start, version, entries }: Leaf): Child {
  const withoutEmail = entries.filter(({ email }) => email === undefined).length;
  return { id, start, version, count: entries.length, withoutEmail };
}

/** With these entries put, and these taken out. The same reference where that changes nothing. */
export function changeLeaf(current: Leaf, changes: readonly EntryChange[]): Leaf {
  const keys = new Set(changes.map(({ id, name }) => `${id}\n${name}`));
  const kept = current.entries.filter((entry) => !keys.has(`${entry.id}\n${nameOf(entry)}`));
  const put = changes.flatMap(({ entry }) => entry ?? []);
  if (put.length === 0 && kept.length === current.entries.length) return current;
  return { ...current, version: current.version + 1, entries: [...kept, ...put].sort(byName) };
}

/** Two leaves in place of one. Nothing where all of them go by one name. */
export function cutLeaf(whole: Leaf, rightId: string): readonly [Leaf, Leaf] | undefined {
  const { entries } = whole;
  const middle = entries.length >> 1;
  const begins = (at: number) => {
    const [before, here] = [entries[at - 1], entries[at]];
    return before !== undefined && here !== undefined && nameOf(before) !== nameOf(here);
  };
  const places = entries.map((_, at) => at).filter(begins);
  const [at] = places.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  const first = at === undefined ? undefined : entries[at];
  if (first === undefined) return undefined;
  const [left, right] = cut(whole, nameOf(first), rightId);
  return [
    { ...left, entries: entries.slice(0, at) },
    { ...right, entries: entries.slice(at) },
  ];
}
