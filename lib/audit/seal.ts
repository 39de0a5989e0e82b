import { z } from "zod";
import type { AuditLine, Json } from "../contract/index.js";
import { day as dayLong } from "../core/numbers.js";
import { sameText, tokenHash } from "../crypto/index.js";
import type { CollectionSpec } from "../store/types.js";

/**
 * What one process has written since its last seal: each line by its hash, linked to the seal before, under a key that
 * nobody can read in the database. So a line that was changed, taken out or doubled is found, and a seal that is missing in between.
 */
const seal = z.strictObject({
  /** Of the process; random. */
  chain: z.string(),
  /** Of the seal in its chain, from 0. */
  n: z.number(),
  at: z.number(),
  /** For which its lines are kept. */
  days: z.number(),
  lines: z.array(z.tuple([z.string(), z.string()])),
  /** The `mac` of the seal before; empty at the start of a chain. */
  previous: z.string(),
  /** When the seal before goes: afterwards this one is the start. */
  previousGoes: z.number(),
  mac: z.string(),
});

export type Seal = Readonly<z.infer<typeof seal>>;

export const sealSpec: CollectionSpec<Seal> = {
  prefix: "seal",
  parse: (stored) => seal.parse(stored),
  expires: goes,
};

/** A day after the last of its lines. */
export function goes({ at, days }: Pick<Seal, "at" | "days">): number {
  return at + (days + 1) * dayLong;
}

/** Keyed, the same for as long as the store is: a seal, and what was exported of it, outlive a secret. */
export type Mac = (purpose: string, text: string) => string;

const purpose = "audit-seal";

export function sealOf(mac: Mac, content: Omit<Seal, "mac">): Seal {
  return { ...content, mac: mac(purpose, canonical(content)) };
}

export function isGenuine(mac: Mac, { mac: given, ...content }: Seal): boolean {
  return sameText(mac(purpose, canonical(content)), given);
}

/** In its chain, in order. */
export function sealId({ chain, n }: Pick<Seal, "chain" | "n">): string {
  return `${chain}.${String(n).padStart(10, "0")}`;
}

export function digestOf(line: AuditLine): string {
  return tokenHash(canonical(line as unknown as Json));
}

/** The same text for the same content, in whatever order its members stand. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}
