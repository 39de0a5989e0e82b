import type { Collection, CollectionSpec } from "../store/types.js";
import { entries, type IndexEntry } from "./index-entry.js";

/** Where older releases kept all entries: 256 values, and the note that they are all there. */
export type OldBuckets = Collection<readonly IndexEntry[]>;

export const oldBucketsSpec: CollectionSpec<readonly IndexEntry[]> = {
  prefix: "index",
  parse: (stored) => entries.parse(stored) as readonly IndexEntry[],
  held: 1,
};

/** The note of this release; sorts after all that older ones wrote. */
const made = "made";
const atOnce = 2000;

/**
 * Where an older release has written since this was last done, or it never was, everybody is put, whatever stood there: to do
 * it again from its start, after a crash or beside another process, changes nothing. What the older one wrote goes last.
 */
export async function buildIndex(
  old: OldBuckets,
  put: (entries: readonly IndexEntry[]) => Promise<void>,
  records: AsyncIterable<IndexEntry>,
): Promise<void> {
  const [first] = await old.scan(undefined, 1);
  if (first?.[0] === made) return;
  const written = (await old.scan(undefined, 1000)).map(([id]) => id).filter((id) => id !== made);
  let some: IndexEntry[] = [];
  for await (const entry of records) {
    some.push(entry);
    if (some.length < atOnce) continue;
    await put(some);
    some = [];
  }
  await put(some);
  await old.update(made, () => ({ next: [], outcome: undefined }));
  for (const id of written) await old.update(id, () => ({ next: undefined, outcome: undefined }));
}
