/**
 * One at a time per key, within this process: without it many updates of one record would lose their swaps to each other
 * again and again. Between processes only the swap decides.
 */
export function createQueue() {
  const tails = new Map<string, Promise<unknown>>();
  return {
    /** Runs `work` when all that came before it for `key` is done. Work that never ends holds up its key for good. */
    run<T>(key: string, work: () => Promise<T>): Promise<T> {
      const before = tails.get(key) ?? Promise.resolve();
      const result = before.then(work);
      const tail = result.catch(() => {});
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      return result;
    },
  };
}
