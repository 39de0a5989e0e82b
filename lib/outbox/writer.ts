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
  /** Told when writing begins to fail: of the first try of an item, after one that went well. */
  fault(error: unknown): void;
  /** How many may wait; past it the oldest goes. Default 1,000. */
  readonly capacity?: number;
  /** Milliseconds before the first further try of an item, doubling up to `longest`. Default 500, and 30,000. */
  readonly retryAfter?: number;
  readonly longest?: number;
}

interface State {
  failures: number;
  /** When it is tried next, by `performance.now()`. */
  due: number;
}

const abreast = 8;

/** Writes in the background what no request waits for, again and again until it is written; each item in its own time. */
export function createWriter(parts: WriterParts): Writer {
  const { fault, capacity = 1000, retryAfter = 500, longest = 30_000 } = parts;
  const waiting = new Map<Item, State>();
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let well = true;
  let closed = false;

  const attempt = async ([item, state]: readonly [Item, State]): Promise<void> => {
    try {
      const won = await item.write();
      waiting.delete(item);
      well = true;
      // One that failed before may have taken effect all the same: then it was ours.
      item.written(won || state.failures > 0);
    } catch (error) {
      state.failures += 1;
      state.due = performance.now() + Math.min(longest, retryAfter * 2 ** (state.failures - 1));
      if (state.failures > 1 || !well) return;
      well = false;
      fault(error ?? new Error("it was not written"));
    }
  };

  /** What never failed goes first: one that can never be written holds up none. */
  const next = () =>
    [...waiting]
      .filter(([, { due }]) => due <= performance.now())
      .sort(([, a], [, b]) => a.failures - b.failures)
      .slice(0, abreast);

  const drain = async (): Promise<void> => {
    for (let some = next(); some.length > 0; some = next()) await Promise.all(some.map(attempt));
  };

  const run = (): Promise<void> => {
    // A microtask later: what is written first must find that writing has begun.
    running ??= Promise.resolve()
      .then(drain)
      .finally(() => {
        running = undefined;
        if (!closed && waiting.size > 0) wake(Math.min(...[...waiting.values()].map(({ due }) => due)));
      });
    return running;
  };

  const wake = (due: number) => {
    clearTimeout(timer);
    timer = setTimeout(run, Math.max(0, due - performance.now())).unref();
  };

  return {
    push(item) {
      if (closed) return;
      waiting.set(item, { failures: 0, due: 0 });
      const [oldest] = waiting.keys();
      if (waiting.size > capacity && oldest !== undefined) {
        waiting.delete(oldest);
        oldest.dropped();
      }
      // In this very turn of the event loop: one more would hold up whoever asks meanwhile.
      if (running === undefined) queueMicrotask(run);
    },
    async close(within) {
      closed = true;
      clearTimeout(timer);
      const end = performance.now() + within;
      const flush = async () => {
        for (; waiting.size > 0; await pause(50)) {
          for (const state of waiting.values()) state.due = 0;
          await run();
          if (waiting.size === 0 || performance.now() >= end) return;
        }
      };
      await Promise.race([flush(), pause(within)]);
      waiting.clear();
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
