import { z } from "zod";
import type { AuditLine, Clock } from "../contract/index.js";
import { day as dayLong, minute } from "../core/numbers.js";
import { sameText } from "../crypto/index.js";
import { MfaError } from "../errors/index.js";
import type { Collection } from "../store/types.js";
import { atOf } from "./line.js";
import { canonical, digestOf, goes, isGenuine, type Mac, type Seal } from "./seal.js";

/** What is wrong, and with which line or which chain. */
export interface AuditProblem {
  /**
   * `changed`, `removed`: a line. `unsealed`: a line that is under no seal, since its process was killed, or since somebody put
   * it there. `unreadable`: a value that was changed, or moved. `seal-changed`, `seal-removed`: a seal, or the end of a chain.
   */
  readonly what: "changed" | "removed" | "unsealed" | "unreadable" | "seal-changed" | "seal-removed";
  readonly id: string;
}

export interface AuditVerdict {
  readonly lines: number;
  readonly seals: number;
  /** Lines of the last minute, whose seal may be on its way. */
  readonly open: number;
  readonly problems: readonly AuditProblem[];
}

/** The ends of all chains, to be kept elsewhere: what is cut off behind them is found. */
export interface AuditCheckpoint {
  readonly at: number;
  /** The last seal of each: until when it is kept, and what it is. */
  readonly chains: Readonly<Record<string, readonly [n: number, mac: string, goes: number]>>;
  readonly mac: string;
}

const checkpoint = z.strictObject({
  at: z.number(),
  chains: z.record(z.string(), z.tuple([z.number(), z.string(), z.number()])),
  mac: z.string(),
});

export interface VerifyParts {
  readonly lines: Collection<AuditLine>;
  readonly seals: Collection<Seal>;
  readonly mac: Mac;
  readonly clock: Clock;
}

const page = 500;
const purpose = "audit-checkpoint";

export async function makeCheckpoint({ seals, mac, clock }: VerifyParts): Promise<AuditCheckpoint> {
  const chains: Record<string, [number, string, number]> = {};
  for await (const [, seal] of each(seals)) {
    if (seal !== undefined && (chains[seal.chain]?.[0] ?? -1) < seal.n)
      chains[seal.chain] = [seal.n, seal.mac, goes(seal)];
  }
  const content = { at: clock(), chains };
  return { ...content, mac: mac(purpose, canonical(content)) };
}

/** Throws `ERR_MFA_INPUT` for what is no checkpoint of ours. */
export async function verifyAudit(parts: VerifyParts, against?: unknown): Promise<AuditVerdict> {
  const { lines, seals, mac, clock } = parts;
  const now = clock();
  const problems: AuditProblem[] = [];
  const found = new Map<string, { readonly digest: string; readonly at: number; sealed: boolean }>();
  for await (const [id, line] of each(lines)) {
    if (line === undefined) problems.push({ what: "unreadable", id });
    else found.set(id, { digest: digestOf(line), at: line.at, sealed: false });
  }

  const chains = new Map<string, Seal[]>();
  let count = 0;
  for await (const [id, seal] of each(seals)) {
    count += 1;
    if (seal === undefined) problems.push({ what: "unreadable", id });
    else chains.set(seal.chain, [...(chains.get(seal.chain) ?? []), seal]);
  }
  const cover = ([id, digest]: readonly [string, string], days: number) => {
    const line = found.get(id);
    if (line === undefined) {
      const isOver = atOf(id) + days * dayLong <= now;
      if (!isOver) problems.push({ what: "removed", id });
      return;
    }
    if (line.digest !== digest) problems.push({ what: "changed", id });
    line.sealed = true;
  };
  for (const [chain, all] of chains) {
    let before: Seal | undefined;
    for (const seal of all.sort((a, b) => a.n - b.n)) {
      if (!isGenuine(mac, seal)) problems.push({ what: "seal-changed", id: `${chain} ${seal.n}` });
      const isStart = before === undefined && (seal.n === 0 || seal.previousGoes <= now);
      if (!isStart && (before?.n !== seal.n - 1 || before.mac !== seal.previous))
        problems.push({ what: "seal-removed", id: `${chain} ${seal.n - 1}` });
      for (const line of seal.lines) cover(line, seal.days);
      before = seal;
    }
  }
  if (against !== undefined) problems.push(...cutOff(readCheckpoint(against, mac), chains, now));

  const loose = [...found].filter(([, { sealed }]) => !sealed);
  const isOpen = (at: number) => at > now - minute;
  problems.push(
    ...loose.filter(([, { at }]) => !isOpen(at)).map(([id]) => ({ what: "unsealed", id }) as const),
  );
  return { lines: found.size, seals: count, open: loose.filter(([, { at }]) => isOpen(at)).length, problems };
}

function readCheckpoint(given: unknown, mac: Mac): AuditCheckpoint {
  const parsed = checkpoint.safeParse(given);
  if (parsed.success) {
    const { mac: signature, ...content } = parsed.data;
    if (sameText(mac(purpose, canonical(content)), signature)) return parsed.data;
  }
  throw new MfaError("ERR_MFA_INPUT", { detail: "this is no checkpoint that was made here" });
}

/** What was there when the checkpoint was made, and is gone before its days are over. */
function cutOff(
  { chains: ends }: AuditCheckpoint,
  chains: ReadonlyMap<string, readonly Seal[]>,
  now: number,
): AuditProblem[] {
  return Object.entries(ends).flatMap(([chain, [n, mac, until]]): AuditProblem[] => {
    const end = chains.get(chain)?.find((seal) => seal.n === n);
    if (end?.mac === mac || (end === undefined && until <= now)) return [];
    return [{ what: end === undefined ? "seal-removed" : "seal-changed", id: `${chain} ${n}` }];
  });
}

async function* each<T>(collection: Collection<T>): AsyncGenerator<readonly [string, T | undefined]> {
  for (let after: string | undefined; ; ) {
    const some = await collection.scan(after, page);
    yield* some;
    after = some.at(-1)?.[0];
    if (some.length < page) return;
  }
}
