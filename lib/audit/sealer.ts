import type { AuditLine, Clock, Random } from "../contract/index.js";
import type { Collection } from "../store/types.js";
import { digestOf, goes, type Mac, type Seal, sealId, sealOf } from "./seal.js";

/** Puts what this process has written under its seals, some time later. */
export interface Sealer {
  wrote(line: AuditLine): void;
  close(within: number): Promise<void>;
}

export interface SealerParts {
  readonly seals: Collection<Seal>;
  readonly mac: Mac;
  readonly clock: Clock;
  readonly random: Random;
  /** For which lines are kept. */
  readonly days: number;
  fault(error: unknown): void;
}

/** Milliseconds between a line and its seal. */
const soon = 500;
const longest = 30_000;
const most = 500;

export function createSealer({ seals, mac, clock, random, days, fault }: SealerParts): Sealer {
  const chain = random.bytes(12).toString("base64url");
  const waiting: (readonly [id: string, digest: string])[] = [];
  /** Made and not known to be written: it is written as it is, whatever comes after. */
  let open: Seal | undefined;
  let last: Seal | undefined;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let closed = false;

  const next = (): Seal => {
    const lines = waiting.splice(0, most).map(([id, digest]): [string, string] => [id, digest]);
    const link =
      last === undefined
        ? { n: 0, previous: "", previousGoes: 0 }
        : { n: last.n + 1, previous: last.mac, previousGoes: goes(last) };
    return sealOf(mac, { chain, at: clock(), days, lines, ...link });
  };

  const run = async () => {
    while (open !== undefined || waiting.length > 0) {
      open ??= next();
      try {
        // `false`: it is there from a try whose answer was lost.
        await seals.add(sealId(open), open);
      } catch (error) {
        failures += 1;
        if (failures === 1) fault(error);
        return;
      }
      failures = 0;
      last = open;
      open = undefined;
    }
  };

  const work = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    running ??= run().finally(() => {
      running = undefined;
      if (!closed && (open !== undefined || waiting.length > 0)) later();
    });
    return running;
  };

  const later = () => {
    timer ??= setTimeout(work, Math.min(longest, soon * 2 ** failures));
    timer.unref();
  };

  return {
    wrote(line) {
      if (closed) return;
      waiting.push([line.id, digestOf(line)]);
      later();
    },
    async close(within) {
      closed = true;
      const pause = new Promise<void>((resolve) => setTimeout(resolve, within).unref());
      await Promise.race([work(), pause]);
      clearTimeout(timer);
    },
  };
}
