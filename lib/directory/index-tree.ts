import { MfaError } from "../errors/index.js";
import type { Collection } from "../store/types.js";
import { type Branch, branchChild, type Child, childAt, firstBranch, rootId } from "./index-branch.js";
import { firstLeaf, type Leaf } from "./index-leaf.js";
import { firstId, isPast } from "./index-part.js";

interface How {
  readonly fresh?: boolean;
}

/** The parts of the index, and the way down to a name. What is held may be old: then the way goes on to the right. */
export interface IndexTree {
  readonly leaves: Collection<Leaf>;
  readonly branches: Collection<Branch>;
  root(how?: How): Promise<Branch>;
  branch(id: string, how?: How): Promise<Branch>;
  leaf(id: string, how?: How): Promise<Leaf>;
  branchAt(name: string): Promise<Found>;
  /** A branch and those to the right of it, up to a name. */
  chain(id: string, end: string | undefined): Promise<readonly Child[]>;
}

export interface Found {
  readonly id: string;
  readonly branch: Branch;
  /** What the root does not know, or knows otherwise, in the order of their names. */
  readonly unknown: readonly Child[];
}

export function createIndexTree({ leaves, branches }: Pick<IndexTree, "leaves" | "branches">): IndexTree {
  const root: IndexTree["root"] = async (how) => (await branches.read(rootId, how)) ?? firstBranch;
  const branch: IndexTree["branch"] = async (id, how) =>
    orFirst(id, await branches.read(id, how), firstBranch);

  return {
    leaves,
    branches,
    root,
    branch,
    leaf: async (id, how) => orFirst(id, await leaves.read(id, how), firstLeaf),

    async branchAt(name) {
      const child = childAt(await root(), name);
      let { id } = child;
      let found = await branch(id);
      if (found.version < child.version) found = await branch(id, { fresh: true });
      const passed: Child[] = [];
      while (isPast(found, name)) {
        passed.push(branchChild(id, found));
        id = found.next ?? firstId;
        found = await branch(id);
      }
      const told = passed.length === 0 && found.version <= child.version;
      return { id, branch: found, unknown: told ? [] : [...passed, branchChild(id, found)] };
    },

    async chain(first, end) {
      const chain: Child[] = [];
      for (let id: string | undefined = first; id !== undefined; ) {
        const found: Branch = await branch(id, { fresh: true });
        chain.push(branchChild(id, found));
        id = end === undefined || (found.end !== undefined && found.end < end) ? found.next : undefined;
      }
      return chain;
    },
  };
}

/** The first one is there before it is written. Any other is gone: what would be put in its place would hide the rest. */
export function orFirst<P>(id: string, stored: P | undefined, first: P): P {
  if (stored !== undefined) return stored;
  if (id === firstId) return first;
  throw new MfaError("ERR_MFA_STORAGE", {
    detail: "a part of the index of operators is gone; restore a backup of the whole store",
  });
}
