import { MfaError } from "../errors/index.js";

/** Every failure of a store is one and the same to the layers above: closed, and 503. */
export function storageFault(cause: unknown): MfaError {
  if (cause instanceof MfaError) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  return new MfaError("ERR_MFA_STORAGE", { detail: `the storage failed: ${said}`, cause });
}

/** What is left of a span of time, whoever used it up: the queue, a lost swap, the store. */
export interface Deadline {
  readonly over: boolean;
  /** Waits for `work`, but not past the deadline. What hangs is left behind; its late end is nobody's. */
  within<T>(work: Promise<T>): Promise<T>;
  /** As `within`, for what the store was asked: whatever it throws is `ERR_MFA_STORAGE`. */
  ask<T>(work: Promise<T>): Promise<T>;
}

/** @param span milliseconds */
export function createDeadline(span: number): Deadline {
  const end = performance.now() + span;
  const within = <T>(work: Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      const late = () =>
        reject(new MfaError("ERR_MFA_STORAGE", { detail: `the storage did not answer within ${span} ms` }));
      const timer = setTimeout(late, Math.max(0, Math.ceil(end - performance.now())));
      work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  return {
    get over() {
      return performance.now() >= end;
    },
    within,
    ask: (work) =>
      within(
        work.catch((error: unknown) => {
          throw storageFault(error);
        }),
      ),
  };
}
