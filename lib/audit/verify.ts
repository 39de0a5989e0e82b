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

interface Found {
  readonly digest: string;
  readonly at: number;
  sealed: boolean;
}

/** Throws `ERR_MFA_INPUT` for what is no checkpoint of ours. */
export async function verifyAudit(parts: VerifyParts, against?: unknown): Promise<AuditVerdict> {
  const { lines, seals, mac, clock } = parts;
  const ends = against === undefined ? {} : readCheckpoint(against, mac).chains;
  const now = clock();
  const problems: AuditProblem[] = [];
  const found = new Map<string, Found>();
  for await (const [id, line] of each(lines)) {
    if (line === undefined) problems.push({ what: "unreadable", id });
    else found.set(id, { digest: digestOf(line), at: line.at, sealed: false });
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
  /** The last that was seen of each chain. They come in their order. */
  const last = new Map<string, Pick<Seal, "n" | "mac">>();
  /** Ends of the checkpoint that are there still. */
  const kept = new Set<string>();
  let count = 0;
  for await (const [id, seal] of each(seals)) {
    count += 1;
    if (seal === undefined) {
      problems.push({ what: "unreadable", id });
      continue;
    }
    const { chain, n } = seal;
    const before = last.get(chain);
    if (!isGenuine(mac, seal)) problems.push({ what: "seal-changed", id: `${chain} ${n}` });
    const isStart = before === undefined && (n === 0 || seal.previousGoes <= now);
    if (!isStart && (before?.n !== n - 1 || before.mac !== seal.previous))
      problems.push({ what: "seal-removed", id: `${chain} ${n - 1}` });
    for (const line of seal.lines) cover(line, seal.days);
    last.set(chain, { n, mac: seal.mac });
    const [endN, endMac] = ends[chain] ?? [];
    if (endN !== n) continue;
    kept.add(chain);
    if (endMac !== seal.mac) problems.push({ what: "seal-changed", id: `${chain} ${n}` });
  }
  for (const [chain, [n, , goesAt]] of Object.entries(ends))
    if (!kept.has(chain) && goesAt > now) problems.push({ what: "seal-removed", id: `${chain} ${n}` });

  let open = 0;
  for (const [id, { at, sealed }] of found) {
    if (sealed) continue;
    if (at > now - minute) open += 1;
    else problems.push({ what: "unsealed", id });
  }
  return { lines: found.size, seals: count, open, problems };
}

function readCheckpoint(given: unknown, mac: Mac): AuditCheckpoint {
  const parsed = checkpoint.safeParse(given);
  if (parsed.success) {
    const { mac: signature, ...content } = parsed.data;
    if (sameText(mac(purpose, canonical(content)), signature)) return parsed.data;
  }
  throw new MfaError("ERR_MFA_INPUT", { detail: "this is no checkpoint that was made here" });
}

async function* each<T>(collection: Collection<T>): AsyncGenerator<readonly [string, T | undefined]> {
  for (let after: string | undefined; ; ) {
    const some = await collection.scan(after, page);
    yield* some;
    after = some.at(-1)?.[0];
    if (some.length < page) return;
  }
}
