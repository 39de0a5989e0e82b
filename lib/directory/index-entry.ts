import { z } from "zod";
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

export const entries = z.array(
  z.strictObject({
    id: z.string(),
    username: z.string(),
    name: z.string().exactOptional(),
    email: z.string().exactOptional(),
    at: z.number(),
  }),
);

const names = new WeakMap<IndexEntry, string>();
const texts = new WeakMap<IndexEntry, string>();

/** What it is sorted by. An entry never changes, so it is folded once. */
export function nameOf(entry: IndexEntry): string {
  return once(names, entry, () => canonicalName(entry.username));
}

/** What is searched. */
export function textOf(entry: IndexEntry): string {
  const { username, name = "", email = "" } = entry;
  return once(texts, entry, () => canonicalName(`${username}\n${name}\n${email}`));
}

/**
 * By the form of the name that tells people apart; no locale, whose order would cost ten times as much. Two may stand under one
 * name for a moment, until its claim is decided.
 */
export function byName(a: IndexEntry, b: IndexEntry): number {
  const [one, other] = [nameOf(a), nameOf(b)];
  if (one === other) return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  return one < other ? -1 : 1;
}

function once(known: WeakMap<IndexEntry, string>, entry: IndexEntry, make: () => string): string {
  const made = known.get(entry) ?? make();
  known.set(entry, made);
  return made;
}
