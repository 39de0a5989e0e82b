import { type Branch, type Child, endOf } from "./index-branch.js";
import { type IndexEntry, nameOf } from "./index-entry.js";
import { type Leaf, leafChild } from "./index-leaf.js";
import type { IndexTree } from "./index-tree.js";

export interface Walk {
  /** A name to begin at. Default: the first. */
  readonly from?: string;
  /** How many that are looked for are in it, at most: with 0 it is left out. `end`: the name that it ends before. */
  weigh?(child: Child, end: string | undefined): number;
  /** Leaves are read side by side until so many are found. Default: many at once. */
  readonly want?: number;
  /** Told of leaves that their branch does not know, or knows otherwise, and of branches that the root does not know. */
  behind?(leaves: readonly Child[], branches: readonly Child[]): void;
}

/** Leaves that are read side by side; between two such groups other requests have their turn. */
const group = 16;

/** The entries by name, a leaf at a time. Of each moment's changes some may be seen and some not; none stands twice. */
export async function* walk(
  tree: IndexTree,
  { from = "", weigh = () => 1, want = Number.POSITIVE_INFINITY, behind = () => {} }: Walk = {},
): AsyncGenerator<readonly IndexEntry[]> {
  let at: string | undefined = from;
  let begun = false;
  while (at !== undefined) {
    const { branch, unknown } = await tree.branchAt(at);
    if (unknown.length > 0) behind([], unknown);
    let read: Map<string, Leaf> = new Map();
    for (const [place, child] of branch.children.entries()) {
      const end = endOf(branch, place);
      if (at === undefined || (end !== undefined && end <= at)) continue;
      if (weigh(child, end) === 0) {
        at = end;
        continue;
      }
      if (!read.has(child.id)) {
        if (begun) await turn();
        begun = true;
        read = await readAhead(branch, place);
      }
      for (const leaf of await chain(child, read.get(child.id), end)) {
        yield after(leaf, at ?? "");
        at = leaf.end;
      }
    }
  }

  /** The leaf, and what it has given away without its branch having been told. */
  async function chain(
    child: Child,
    held: Leaf | undefined,
    end: string | undefined,
  ): Promise<readonly Leaf[]> {
    let leaf = held ?? (await tree.leaf(child.id));
    if (leaf.version !== child.version) {
      leaf = await tree.leaf(child.id, { fresh: true });
      if (leaf.version > child.version) behind([leafChild(child.id, leaf)], []);
    }
    const leaves = [leaf];
    while (leaf.next !== undefined && leaf.end !== undefined && (end === undefined || leaf.end < end)) {
      const { next } = leaf;
      leaf = await tree.leaf(next, { fresh: true });
      behind([leafChild(next, leaf)], []);
      leaves.push(leaf);
    }
    return leaves;
  }

  async function readAhead(branch: Branch, place: number): Promise<Map<string, Leaf>> {
    const some: Child[] = [];
    let found = 0;
    for (let next = place; next < branch.children.length && some.length < group && found < want; next += 1) {
      const child = branch.children[next];
      const weight = child === undefined ? 0 : weigh(child, endOf(branch, next));
      if (child === undefined || weight === 0) continue;
      some.push(child);
      found += weight;
    }
    return new Map(await Promise.all(some.map(async ({ id }) => [id, await tree.leaf(id)] as const)));
  }
}

/** A leaf that was read before it was cut has what is in the next one by now. */
function after({ entries, start }: Leaf, name: string): readonly IndexEntry[] {
  return name <= start ? entries : entries.filter((entry) => nameOf(entry) >= name);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
