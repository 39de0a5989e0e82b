import type { Balancer, Target } from "./balancer.js";

/** A process that answers on its port, as the fleet sees it. */
export interface Worker {
  readonly port: number;
  readonly pid: number;
  /** It is about to end, because somebody told it to. */
  onLeaving(listener: () => void): void;
  readonly ended: Promise<unknown>;
  /** Lets it finish what is under way; resolves when it has ended. */
  stop(): Promise<void>;
}

export interface FleetOptions {
  readonly size: number;
  readonly balancer: Balancer;
  /** Resolves when it is ready to answer. The `first` of a start does what must be done once. */
  start(first: boolean): Promise<Worker>;
  log(line: string): void;
}

export interface Fleet {
  start(): Promise<void>;
  /** All of them, one after another. Rejects where a new one does not start; then the old ones that are left go on. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Place {
  readonly first: boolean;
  worker?: Worker;
  target?: Target;
}

/** Milliseconds that a worker may take for what it has in its hands. */
const patience = 10_000;
const longestWait = 10_000;

/** So many workers, each in its place: one that ends is followed by another. */
export function createFleet({ size, balancer, start, log }: FleetOptions): Fleet {
  const places: readonly Place[] = Array.from({ length: size }, (_, at) => ({ first: at === 0 }));
  let stopping = false;
  let restarting: Promise<void> | undefined;

  const settle = (place: Place, worker: Worker) => {
    const target = balancer.add(worker.port);
    Object.assign(place, { worker, target });
    worker.onLeaving(() => {
      if (place.worker === worker && !stopping) void replace(place).catch((error) => log(String(error)));
    });
    void worker.ended.then(async () => {
      if (place.worker !== worker) return;
      delete place.worker;
      await balancer.takeOut(target, 0);
      if (stopping) return;
      log(`Worker ${worker.pid} has ended; another one starts`);
      await revive(place);
    });
  };

  /** Tries for ever, less and less often: a store that is away comes back. */
  const revive = async (place: Place) => {
    for (let wait = 200; !stopping && place.worker === undefined; wait = Math.min(longestWait, wait * 2)) {
      try {
        const worker = await start(place.first);
        if (stopping || place.worker !== undefined) return await worker.stop();
        settle(place, worker);
      } catch (error) {
        log(`A worker did not start: ${error instanceof Error ? error.message : error}`);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  };

  /** The new one first, then the old one goes: never fewer than before, and none less where the new one does not start. */
  const replace = async (place: Place) => {
    const next = await start(place.first);
    if (stopping) return next.stop();
    // Whoever is there now: the one before may have ended meanwhile, and been followed.
    const { worker: old, target } = place;
    settle(place, next);
    if (target !== undefined) await balancer.takeOut(target, patience);
    await old?.stop();
  };

  return {
    async start() {
      const [first, ...others] = places;
      if (first !== undefined) settle(first, await start(true));
      await Promise.all(others.map(async (place) => settle(place, await start(false))));
    },

    restart() {
      restarting ??= (async () => {
        for (const place of places) if (!stopping) await replace(place);
      })().finally(() => {
        restarting = undefined;
      });
      return restarting;
    },

    async stop() {
      stopping = true;
      await restarting?.catch(() => {});
      await Promise.all(
        places.map(async ({ worker, target }) => {
          if (target !== undefined) await balancer.takeOut(target, patience);
          await worker?.stop();
        }),
      );
    },
  };
}
