/** A value that waits to be written, once. */
export interface Item {
  /** Writes it. `false`: somebody else had written it before. */
  write(): Promise<boolean>;
  /** It is there; `first`: by this item. */
  written(first: boolean): void;
  /** There was no room for it. */
  dropped(): void;
}

export interface Writer {
  /** Returns at once; the write begins when what runs now is over. */
  push(item: Item): void;
  /** Resolves when all is written, or after so many milliseconds. Nothing is taken afterwards. */
  close(within: number): Promise<void>;
}

export interface WriterParts {
  /** Told once when writing begins to fail. */
  fault(error: unknown): void;
  /** How many may wait; past it the oldest goes. Default 1,000. */
  readonly capacity?: number;
  /** Milliseconds before the first further try, doubling up to `longest`. Default 500, and 30,000. */
  readonly retryAfter?: number;
  readonly longest?: number;
}

const abreast = 8;

/** Writes in the background what no request waits for, again and again until it is written. */
export function createWriter(parts: WriterParts): Writer {
  const { fault, capacity = 1000, retryAfter = 500, longest = 30_000 } = parts;
  const waiting = new Set<Item>();
  const tried = new WeakSet<Item>();
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let closed = false;

  const attempt = async (item: Item): Promise<unknown> => {
    // One that failed before may have taken effect all the same: then it was ours.
    const again = tried.has(item);
    tried.add(item);
    try {
      const won = await item.write();
      waiting.delete(item);
      item.written(won || again);
      return undefined;
    } catch (error) {
      // Behind the others: one that can never be written holds up none of them.
      if (waiting.delete(item)) waiting.add(item);
      return error ?? new Error("it was not written");
    }
  };

  const drain = async (): Promise<void> => {
    while (waiting.size > 0) {
      const errors = await Promise.all([...waiting].slice(0, abreast).map(attempt));
      const error = errors.find((found) => found !== undefined);
      if (error !== undefined) {
        failures += 1;
        if (failures === 1) fault(error);
        return;
      }
      failures = 0;
    }
  };

  const run = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    running ??= drain().finally(() => {
      running = undefined;
      if (!closed && waiting.size > 0) later();
    });
    return running;
  };

  const later = () => {
    timer ??= setTimeout(run, failures === 0 ? 0 : Math.min(longest, retryAfter * 2 ** (failures - 1)));
    timer.unref();
  };

  return {
    push(item) {
      if (closed) return;
      waiting.add(item);
      const [oldest] = waiting;
      if (waiting.size > capacity && oldest !== undefined) {
        waiting.delete(oldest);
        oldest.dropped();
      }
      if (running === undefined) later();
    },
    async close(within) {
      closed = true;
      const end = performance.now() + within;
      const flush = async () => {
        for (; waiting.size > 0; await pause(50)) {
          await run();
          if (waiting.size === 0 || performance.now() >= end) return;
        }
      };
      await Promise.race([flush(), pause(within)]);
      clearTimeout(timer);
      waiting.clear();
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
