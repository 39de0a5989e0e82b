import type { AuditLine, Clock, Random } from "../contract/index.js";
import type { Keyring } from "../crypto/index.js";
import type { Collection } from "../store/types.js";
import { digestOf, type Seal, sealId, sealOf } from "./seal.js";

/** Puts what this process has written under its seals, some time later. */
export interface Sealer {
  wrote(line: AuditLine): void;
  close(within: number): Promise<void>;
}

export interface SealerParts {
  readonly seals: Collection<Seal>;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly random: Random;
  fault(error: unknown): void;
}

/** Milliseconds between a line and its seal. */
const soon = 500;
const longest = 30_000;
const most = 500;

export function createSealer({ seals, keyring, clock, random, fault }: SealerParts): Sealer {
  const chain = random.bytes(12).toString("base64url");
  const waiting: (readonly [id: string, digest: string])[] = [];
  /** Made and not known to be written: it is written as it is, whatever comes after. */
  let open: Seal | undefined;
  let last: Pick<Seal, "n" | "mac"> | undefined;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let closed = false;

  const next = (): Seal => {
    const lines = waiting.splice(0, most).map(([id, digest]): [string, string] => [id, digest]);
    const n = last === undefined ? 0 : last.n + 1;
    return sealOf(keyring, { chain, n, at: clock(), lines, previous: last?.mac ?? "" });
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
