/**
 * What is asked for while some is being done is done together after it: a thousand small changes at once are a few large ones.
 * What fails for one has failed for all who were in it with them; each may be done again.
 *
 * @param most that are begun together, where more wait
 */
export function inBatches<T>(
  most: number,
  work: (batch: readonly T[]) => Promise<void>,
): (items: readonly T[]) => Promise<void> {
  interface Call {
    readonly items: readonly T[];
    readonly resolve: () => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Call[] = [];
  let running = false;

  const take = (): readonly Call[] => {
    let count = 0;
    const stop = waiting.findIndex(({ items }, at) => {
      count += items.length;
      return at > 0 && count > most;
    });
    const taken = stop < 0 ? waiting : waiting.slice(0, stop);
    waiting = waiting.slice(taken.length);
    return taken;
  };
  const run = async () => {
    running = true;
    while (waiting.length > 0) {
      const calls = take();
      try {
        await work(calls.flatMap(({ items }) => items));
        for (const { resolve } of calls) resolve();
      } catch (error) {
        for (const { reject } of calls) reject(error);
      }
    }
    running = false;
  };

  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!running) void run();
    });
}
