import { MfaError } from "../errors/index.js";

export interface GateOptions {
  /** How many run at once. */
  readonly concurrency: number;
  /** How many more may wait; the next one is refused. */
  readonly queue: number;
}

/**
 * Lets heavy work through a few at a time, so that a flood of it cannot take the machine.
 *
 * @returns runs the work, or throws `ERR_MFA_BUSY` when the queue is full
 */
export function gate({ concurrency, queue }: GateOptions): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= concurrency) {
      if (waiting.length >= queue) throw new MfaError("ERR_MFA_BUSY", { retryAfter: 1 });
      await new Promise<void>((resolve) => waiting.push(resolve)); // whoever ends hands its place over
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
