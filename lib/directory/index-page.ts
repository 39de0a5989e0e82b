import { type Child, endOf, sumOf } from "./index-branch.js";
import type { IndexChanges } from "./index-changes.js";
import { type IndexEntry, textOf } from "./index-entry.js";
import type { IndexTree } from "./index-tree.js";
import { walk } from "./index-walk.js";
import { canonicalName } from "./profile.js";

export interface IndexQuery {
  readonly search: string;
  readonly withoutEmail: boolean;
  /** Counted from 1; past the last one it is the last one. */
  readonly page: number;
  /** Of a page. */
  readonly size: number;
}

export interface IndexPage {
  readonly entries: readonly IndexEntry[];
  readonly page: number;
  readonly pages: number;
  readonly found: number;
  readonly total: number;
  readonly withoutEmail: number;
}

/** Whoever was added at another process a moment ago is on the list that is shown next: the root knows what is newer than held. */
const fresh = { fresh: true } as const;

/** One page, by the counts: the root, a branch, and the leaves that it needs. */
export async function readPage(
  tree: IndexTree,
  changes: Pick<IndexChanges, "settle" | "settleRoot">,
  { withoutEmail, page: asked, size }: Omit<IndexQuery, "search">,
): Promise<IndexPage> {
  const weigh = (child: Child) => (withoutEmail ? child.withoutEmail : child.count);
  for (let tries = 1; ; tries += 1) {
    const root = await tree.root(fresh);
    const { count: total, withoutEmail: without } = sumOf(root.children);
    const found = withoutEmail ? without : total;
    const { page, pages } = pageOf(asked, found, size);
    const branchRank = byRank(root.children, (page - 1) * size, weigh);
    const branch = await tree.branch(branchRank.child.id, fresh);
    const leafRank = byRank(branch.children, branchRank.left, weigh);
    const entries: IndexEntry[] = [];
    const behind = createBehind(changes);
    let { left } = leafRank;
    const from = {
      from: leafRank.child.start,
      want: left + size,
      weigh: (child: Child) => (withoutEmail ? child.withoutEmail : Math.max(1, child.count)),
    };
    for await (const some of walk(tree, { ...from, behind: behind.tell })) {
      for (const entry of some) {
        if (withoutEmail && entry.email !== undefined) continue;
        if (left > 0) left -= 1;
        else if (entries.length < size) entries.push(entry);
      }
      if (entries.length >= size) break;
    }
    const { child, place } = branchRank;
    const end = endOf(root, place);
    const same = branch.version === child.version && branch.end === end;
    if (tries === 3 || (same && !behind.any))
      return { entries, page, pages, found, total, withoutEmail: without };
    if (!same) behind.tell([], await tree.chain(child.id, end));
    await behind.settle();
  }
}

/** One page of those who are found by some text: everybody is looked at, some at a time, and few are held. */
export async function searchPage(
  tree: IndexTree,
  changes: Pick<IndexChanges, "settle" | "settleRoot">,
  { search, withoutEmail, page: asked, size }: IndexQuery,
): Promise<IndexPage> {
  const wanted = canonicalName(search);
  const weigh = (child: Child) => (withoutEmail ? child.withoutEmail : 1);
  const behind = createBehind(changes);
  await tree.root(fresh);
  let found = 0;
  let entries: IndexEntry[] = [];
  for await (const some of walk(tree, { weigh, behind: behind.tell })) {
    for (const entry of some) {
      if ((withoutEmail && entry.email !== undefined) || !textOf(entry).includes(wanted)) continue;
      // The page that is asked for or, so far, the last one.
      const begins = found % size === 0;
      if (begins && found / size < Math.max(1, asked)) entries = [];
      if (Math.floor(found / size) < Math.max(1, asked)) entries.push(entry);
      found += 1;
    }
  }
  await behind.settle();
  const { count: total, withoutEmail: without } = sumOf((await tree.root()).children);
  return { entries, ...pageOf(asked, found, size), found, total, withoutEmail: without };
}

/** What a crash has left behind is put right by whoever sees it; where that cannot be, it is seen again. */
function createBehind({ settle, settleRoot }: Pick<IndexChanges, "settle" | "settleRoot">) {
  const leaves: Child[] = [];
  const branches: Child[] = [];
  return {
    get any() {
      return leaves.length + branches.length > 0;
    },
    tell(more: readonly Child[], above: readonly Child[]) {
      leaves.push(...more);
      branches.push(...above);
    },
    async settle() {
      await settleRoot(branches).catch(() => {});
      await settle(leaves).catch(() => {});
    },
  };
}

function pageOf(asked: number, found: number, size: number): Pick<IndexPage, "page" | "pages"> {
  const pages = Math.max(1, Math.ceil(found / size));
  return { page: Math.min(Math.max(1, asked), pages), pages };
}

/** The child in which so many have gone before, and how many of them in it. The last one where there are fewer. */
function byRank(
  children: readonly Child[],
  rank: number,
  weigh: (child: Child) => number,
): { readonly child: Child; readonly place: number; readonly left: number } {
  let left = rank;
  for (const [place, child] of children.entries()) {
    if (left < weigh(child)) return { child, place, left };
    left -= weigh(child);
  }
  const last = children.at(-1);
  if (last === undefined) throw new TypeError("a branch always has a child");
  return { child: last, place: children.length - 1, left: left + weigh(last) };
}
