import type { Random } from "../contract/index.js";
import type { Collection } from "../store/types.js";
import { branchChild, type Child, childAt, cutBranch, firstBranch, learn, rootId } from "./index-branch.js";
import { changeLeaf, cutLeaf, type EntryChange, firstLeaf, type Leaf, leafChild } from "./index-leaf.js";
import { isPast, mostInPart } from "./index-part.js";
import { type IndexTree, orFirst } from "./index-tree.js";

export interface IndexChanges {
  /** In the order of their names; one for each id and name. */
  change(changes: readonly EntryChange[]): Promise<void>;
  /** Tells the branches, and the root, of these leaves. */
  settle(leaves: readonly Child[]): Promise<void>;
  /** Tells the root of these branches. */
  settleRoot(branches: readonly Child[]): Promise<void>;
}

/**
 * A change is a swap of a leaf; then the branch, then the root are told the leaf's new counts, by its version, so that to tell it
 * again changes nothing. A leaf that is too large gives away its right half: that is written first, and is there from the
 * swap on by which the left half lets go of it and says where it is. So whatever moment a process ends at, each entry
 * is in one leaf, and each leaf is found from the one before it; what the branches do not know yet they learn from whoever
 * comes by next.
 */
export function createIndexChanges(tree: IndexTree, random: Random, most = mostInPart): IndexChanges {
  const { leaves, branches } = tree;

  const change: IndexChanges["change"] = async (changes) => {
    const news: Child[] = [];
    try {
      await changeLeaves(changes, news);
    } catch (error) {
      await settle(news).catch(() => {});
      throw error;
    }
    await settle(news);
  };

  /** `news`: what is to be told of them, even where it fails half-way. */
  const changeLeaves = async (changes: readonly EntryChange[], news: Child[]) => {
    let pending = changes;
    let id: string | undefined;
    for (let [first] = pending; first !== undefined; [first] = pending) {
      const { name } = first;
      const { branch } = await tree.branchAt(name);
      const at: string = id ?? childAt(branch, name).id;
      const done = await leaves.update(at, (stored) => {
        const leaf = orFirst(at, stored, firstLeaf);
        // No more than it can be cut for.
        const mine = isPast(leaf, name) ? [] : within(leaf, pending).slice(0, most);
        const next = changeLeaf(leaf, mine);
        return { next: next === leaf ? stored : next, outcome: { leaf: next, count: mine.length } };
      });
      news.push(leafChild(at, done.leaf));
      const parts = await split(leaves, at, done.leaf, done.leaf.entries.length, cutLeaf);
      news.push(...parts.map(([part, leaf]) => leafChild(part, leaf)));
      pending = pending.slice(done.count);
      const last = parts.at(-1)?.[1];
      // The branch does not know of the right half yet.
      const wanted = pending[0]?.name;
      const beside = parts.find(
        ([, leaf]) => wanted !== undefined && wanted >= leaf.start && !isPast(leaf, wanted),
      );
      id = beside?.[0] ?? (done.count === 0 ? last?.next : undefined);
    }
  };

  const settle: IndexChanges["settle"] = async (news) => {
    const above: Child[] = [];
    let pending = [...news].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
    for (let [first] = pending; first !== undefined; [first] = pending) {
      const { start } = first;
      const found = await tree.branchAt(start);
      above.push(...found.unknown);
      const done = await branches.update(found.id, (stored) => {
        const branch = orFirst(found.id, stored, firstBranch);
        const mine = pending.filter((child) => child.start >= branch.start && !isPast(branch, child.start));
        const next = learn(branch, mine);
        return { next: next === branch ? stored : next, outcome: { branch: next, count: mine.length } };
      });
      const parts = await split(branches, found.id, done.branch, done.branch.children.length, cutBranch);
      above.push(...parts.map(([id, branch]) => branchChild(id, branch)));
      pending = pending.slice(done.count);
    }
    await settleRoot(above);
  };

  const settleRoot: IndexChanges["settleRoot"] = async (news) => {
    if (news.length === 0) return;
    await branches.update(rootId, (stored) => {
      const root = stored ?? firstBranch;
      const next = learn(root, news);
      return { next: next === root ? stored : next, outcome: undefined };
    });
  };

  /** The part, or what it has become. Where another process was faster it is that one's to split. */
  async function split<P extends { readonly version: number; readonly next?: string }>(
    parts: Collection<P>,
    id: string,
    part: P,
    count: number,
    cut: (part: P, rightId: string) => readonly [P, P] | undefined,
  ): Promise<readonly (readonly [id: string, part: P])[]> {
    const rightId = random.bytes(9).toString("base64url");
    const halves = count > most ? cut(part, rightId) : undefined;
    if (halves === undefined) return [[id, part]];
    const [left, right] = halves;
    if (!(await parts.add(rightId, right))) return [[id, part]];
    const done = await parts.update(id, (current) =>
      current?.version === part.version
        ? { next: left, outcome: true }
        : { next: current, outcome: current?.next === rightId },
    );
    if (done)
      return [
        [id, left],
        [rightId, right],
      ];
    await parts.update(rightId, () => ({ next: undefined, outcome: undefined }));
    return [[id, part]];
  }

  return { change, settle, settleRoot };
}

function within(leaf: Leaf, pending: readonly EntryChange[]): readonly EntryChange[] {
  const past = pending.findIndex(({ name }) => isPast(leaf, name));
  return past < 0 ? pending : pending.slice(0, past);
}
