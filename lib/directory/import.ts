import type { Random } from "../contract/index.js";
import type { Change, Collection } from "../store/types.js";
import type { ImportLine } from "./import-file.js";
import { createImportSteps, type ImportStepsParts } from "./import-steps.js";
import { type ImportHead, type ImportRow, isLive } from "./journal.js";

/** Many operators at once: all of them or none, whatever happens on the way. */
export interface Imports {
  /** Begins; resolves with its id once what is to be done is on paper. */
  start(lines: readonly ImportLine[], by: string): Promise<string>;
  read(id: string): Promise<ImportHead | undefined>;
  /** Resolves when it is over, or after so many milliseconds. */
  wait(id: string, within: number): Promise<void>;
  /** Takes up what a process left behind that is no more. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

export interface ImportParts extends Omit<ImportStepsParts, "write"> {
  readonly heads: Collection<ImportHead>;
  readonly random: Random;
  /** Told once they are all there, by the process that brought it to its end. */
  done(journal: ImportHead): void;
  fault(error: unknown): void;
}

/** Milliseconds that a process may take for a chunk before another one takes it up. */
const leaseFor = 10_000;

/** Another process is at it, or this one is closing: nothing is to be done here. */
class GivenUp extends Error {}

export function createImports(parts: ImportParts): Imports {
  const { heads, clock, random } = parts;
  const runner = random.bytes(16).toString("base64url");
  const running = new Map<string, Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  /** The next state of the journal, by whoever is at it; with it the lease begins anew. */
  const write = async (id: string, from: ImportHead["state"], change: Partial<ImportHead>) => {
    if (closed) throw new GivenUp();
    const written = await heads.update(id, (current) => {
      if (current?.state !== from || current.runner !== runner) return { next: current, outcome: undefined };
      const next = { ...current, lease: clock() + leaseFor, ...change };
      return { next, outcome: next };
    });
    if (written === undefined) throw new GivenUp();
    return written;
  };

  const steps = createImportSteps({ ...parts, write });

  const run = (id: string, work: () => Promise<ImportHead>) => {
    const ended = work()
      .then((journal) => {
        if (journal.state === "done") parts.done(journal);
      })
      .catch((error: unknown) => {
        if (error instanceof GivenUp) return;
        parts.fault(error);
        later(id, leaseFor);
      })
      .finally(() => running.delete(id));
    running.set(id, ended);
  };

  /** What its process did not bring to an end: that process may still be at it until its lease is over. */
  const takeUp = async (id: string) => {
    if (closed || running.has(id)) return;
    const mine = await heads.update(id, (current): Change<ImportHead, ImportHead | number | undefined> => {
      if (current === undefined || !isLive(current)) return { next: current, outcome: undefined };
      if (current.runner !== runner && current.lease > clock())
        return { next: current, outcome: current.lease - clock() };
      const next = { ...current, runner, lease: clock() + leaseFor };
      return { next, outcome: next };
    });
    if (mine === undefined) return;
    if (typeof mine === "number") later(id, Math.min(leaseFor, mine) + 100);
    else run(id, () => (mine.state === "committed" ? steps.apply(id, mine) : steps.undo(id, mine, [])));
  };

  const later = (id: string, after: number) => {
    if (closed) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      takeUp(id).catch((error: unknown) => {
        parts.fault(error);
        later(id, leaseFor);
      });
    }, after);
    timers.add(timer.unref());
  };

  return {
    async start(lines, by) {
      const id = random.bytes(16).toString("base64url");
      const all = lines.map(
        ({ line, profile: { username, name, email, role } }): ImportRow => ({
          id: random.bytes(16).toString("base64url"),
          line,
          username,
          ...(name !== undefined && { name }),
          ...(email !== undefined && { email }),
          role,
        }),
      );
      const now = clock();
      const first: ImportHead = {
        ...{ state: "preparing", by, at: now, rows: all.length, done: 0 },
        ...{ runner, lease: now + leaseFor },
      };
      // The journal first: rows without one would never be cleared away.
      await heads.update(id, () => ({ next: first, outcome: undefined }));
      await steps.note(id, all);
      run(id, () => steps.prepare(id, first));
      return id;
    },

    read: (id) => heads.read(id, { fresh: true }),

    async wait(id, within) {
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, within);
      });
      await Promise.race([running.get(id) ?? over, over]);
      clearTimeout(timer);
    },

    async resume() {
      for (const [id] of await heads.list(undefined, 1000)) await takeUp(id);
    },

    async close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
