import type { Backend } from "../../lib/contract/index.js";
import { createKeyring, systemRandom } from "../../lib/crypto/index.js";
import {
  type Branch,
  branchChild,
  branchesSpec,
  byName,
  type Child,
  createOperatorIndex,
  type IndexEntry,
  type Leaf,
  leafChild,
  leavesSpec,
  nameOf,
  oldBucketsSpec,
  rootId,
} from "../../lib/directory/index.js";
import { createVault, type Vault, type VaultOptions } from "../../lib/store/index.js";

export const secret = "a secret of the index' tests, 32 bytes or more";

/** The index as a process has it, on a store of its own or one that it shares. */
export function indexOn(
  backend: Backend,
  { most, ...options }: Partial<VaultOptions> & { readonly most?: number } = {},
) {
  const vault = createVault({
    backend,
    keyring: createKeyring([secret]),
    clock: Date.now,
    random: systemRandom,
    staleness: 0,
    ...options,
  });
  const [leaves, branches] = [vault.collection(leavesSpec), vault.collection(branchesSpec)];
  const old = vault.collection(oldBucketsSpec);
  const index = createOperatorIndex({
    ...{ leaves, branches, old, random: systemRandom },
    ...(most !== undefined && { most }),
  });
  return { vault, leaves, branches, old, index };
}

export function entryNamed(username: string, more: Partial<IndexEntry> = {}): IndexEntry {
  return { id: `id of ${username}`, username, at: 0, ...more };
}

export async function collect(batches: AsyncIterable<readonly IndexEntry[]>): Promise<IndexEntry[]> {
  const all: IndexEntry[] = [];
  for await (const some of batches) all.push(...some);
  return all;
}

const perPart = 90;
const abreast = 50;

/**
 * Writes the index of a store that has none yet, straight into its parts, which are as full as they are after a while. A
 * million entries take as long as ten thousand swaps. Only the old release's note is left out: `build` after it does nothing to it.
 */
export async function seedIndex(vault: Vault, given: readonly IndexEntry[]): Promise<void> {
  const [leaves, branches] = [vault.collection(leavesSpec), vault.collection(branchesSpec)];
  const sorted = [...given].sort(byName);
  const parts = chunks(sorted).map((entries, at): Seeded<Leaf> => {
    const [first] = entries;
    const start = at === 0 || first === undefined ? "" : nameOf(first);
    return { id: idOf("leaf", at), part: { version: 1, start, entries } };
  });
  const below = linked(parts);
  const above = linked(
    chunks(below.map(({ id, part }) => leafChild(id, part))).map(
      (children, at): Seeded<Branch> => ({
        id: idOf("branch", at),
        part: { version: 1, start: children[0]?.start ?? "", children },
      }),
    ),
  );
  await write(below, (id, part) => leaves.add(id, part));
  await write(above, (id, part) => branches.add(id, part));
  const children: Child[] = above.map(({ id, part }) => branchChild(id, part));
  if (children.length > 0) await branches.add(rootId, { version: 1, start: "", children });
  await vault.collection(oldBucketsSpec).add("made", []);
}

interface Seeded<P> {
  readonly id: string;
  readonly part: P;
}

function linked<P extends { readonly start: string }>(parts: readonly Seeded<P>[]): readonly Seeded<P>[] {
  return parts.map(({ id, part }, at) => {
    const next = parts[at + 1];
    return { id, part: next === undefined ? part : { ...part, end: next.part.start, next: next.id } };
  });
}

function idOf(kind: string, at: number): string {
  return at === 0 ? "first" : `${kind}${at}`;
}

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / perPart) }, (_, at) =>
    all.slice(at * perPart, (at + 1) * perPart),
  );
}

async function write<P>(parts: readonly Seeded<P>[], add: (id: string, part: P) => Promise<boolean>) {
  for (let at = 0; at < parts.length; at += abreast)
    await Promise.all(parts.slice(at, at + abreast).map(({ id, part }) => add(id, part)));
}
