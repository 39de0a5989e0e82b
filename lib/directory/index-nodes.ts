import { z } from "zod";
import type { CollectionSpec } from "../store/types.js";
import { byName, entries, type IndexEntry, nameOf } from "./index-entry.js";

/** A part of the index: all names from `start` on, and before `end`, in which another part (`next`) goes on. */
export interface Part {
  /** Goes up with each change. */
  readonly version: number;
  /** Never changes: a part only ever gives away what is at its end. */
  readonly start: string;
  readonly end?: string;
  readonly next?: string;
}

/** The entries themselves, by name. */
export interface Leaf extends Part {
  readonly entries: readonly IndexEntry[];
}

/** What is below: for each part how many it has, as of one of its versions. */
export interface Branch extends Part {
  readonly children: readonly Child[];
}

export interface Child {
  readonly id: string;
  readonly start: string;
  readonly version: number;
  readonly count: number;
  readonly withoutEmail: number;
}

const part = {
  version: z.number(),
  start: z.string(),
  end: z.string().exactOptional(),
  next: z.string().exactOptional(),
};
const leaf = z.strictObject({ ...part, entries });
const child = z.strictObject({
  ...{ id: z.string(), start: z.string() },
  ...{ version: z.number(), count: z.number(), withoutEmail: z.number() },
});
const branch = z.strictObject({ ...part, children: z.array(child) });

/** Few are held, so that a walk over a million operators does not end with all of them in memory. */
export const leavesSpec: CollectionSpec<Leaf> = {
  prefix: "leaf",
  parse: (stored) => leaf.parse(stored) as Leaf,
  held: 256,
};

export const branchesSpec: CollectionSpec<Branch> = {
  prefix: "branch",
  parse: (stored) => branch.parse(stored) as Branch,
  held: 1024,
};

/** A leaf or a branch with more is split. 128 operators are some 20 kB, and each change writes one leaf anew. */
export const mostInPart = 128;

/** The branch above all others, which has no end and is not split: at ten million operators it has some thousand children. */
export const rootId = "root";
/** Of the leaf, and of the branch, where names begin: there from the start without being written. */
export const firstId = "first";

const firstChild: Child = { id: firstId, start: "", version: 0, count: 0, withoutEmail: 0 };
export const firstLeaf: Leaf = { version: 0, start: "", entries: [] };
export const firstBranch: Branch = { version: 0, start: "", children: [firstChild] };

export function isPast({ end }: Part, name: string): boolean {
  return end !== undefined && name >= end;
}

export function leafChild(id: string, { start, version, entries }: Leaf): Child {
  const withoutEmail = entries.filter(({ email }) => email === undefined).length;
  return { id, start, version, count: entries.length, withoutEmail };
}

export function branchChild(id: string, { start, version, children }: Branch): Child {
  return { id, start, version, ...sumOf(children) };
}

export function sumOf(children: readonly Child[]): Pick<Child, "count" | "withoutEmail"> {
  return children.reduce(
    (sum, { count, withoutEmail }) => ({
      count: sum.count + count,
      withoutEmail: sum.withoutEmail + withoutEmail,
    }),
    { count: 0, withoutEmail: 0 },
  );
}

/** The child that a name belongs to, as far as this branch knows. */
export function childAt({ children }: Branch, name: string): Child {
  let [low, high] = [0, children.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((children[middle]?.start ?? "") <= name) low = middle;
    else high = middle - 1;
  }
  return children[low] ?? firstChild;
}

/** The name that a child ends before, as far as this branch knows. */
export function endOf({ children, end }: Branch, place: number): string | undefined {
  return children[place + 1]?.start ?? end;
}

/** With these entries put, and these taken out. The same reference where that changes nothing. */
export function changeLeaf(current: Leaf, changes: readonly EntryChange[]): Leaf {
  const keys = new Set(changes.map(({ id, name }) => `${id}\n${name}`));
  const kept = current.entries.filter((entry) => !keys.has(`${entry.id}\n${nameOf(entry)}`));
  const put = changes.flatMap(({ entry }) => entry ?? []);
  if (put.length === 0 && kept.length === current.entries.length) return current;
  return { ...current, version: current.version + 1, entries: [...kept, ...put].sort(byName) };
}

/** An entry that is to be there, or nothing: it is to go. */
export interface EntryChange {
  readonly id: string;
  readonly name: string;
  readonly entry: IndexEntry | undefined;
}

/** With what is newer than what it knows. The same reference where nothing is. */
export function learn(current: Branch, news: readonly Child[]): Branch {
  const children = new Map(current.children.map((one) => [one.id, one]));
  let learned = false;
  for (const one of news) {
    if (one.version <= (children.get(one.id)?.version ?? -1)) continue;
    children.set(one.id, one);
    learned = true;
  }
  if (!learned) return current;
  const sorted = [...children.values()].sort((a, b) => (a.start < b.start ? -1 : 1));
  return { ...current, version: current.version + 1, children: sorted };
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

export function cutBranch(whole: Branch, rightId: string): readonly [Branch, Branch] | undefined {
  const at = whole.children.length >> 1;
  const first = whole.children[at];
  if (first === undefined) return undefined;
  const [left, right] = cut(whole, first.start, rightId);
  return [
    { ...left, children: whole.children.slice(0, at) },
    { ...right, children: whole.children.slice(at) },
  ];
}

function cut<P extends Part>(whole: P, at: string, rightId: string): readonly [P, P] {
  return [
    { ...whole, version: whole.version + 1, end: at, next: rightId },
    { ...whole, version: 1, start: at },
  ];
}
