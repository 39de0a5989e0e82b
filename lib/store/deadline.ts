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
  /**
   * Waits for what the store was asked, but not past the deadline. However it fails, it fails as `ERR_MFA_STORAGE`. What
   * hangs is left behind; its late end is nobody's.
   */
  within<T>(work: Promise<T>): Promise<T>;
}

/** @param span milliseconds */
export function createDeadline(span: number): Deadline {
  const end = performance.now() + span;
  return {
    get over() {
      return performance.now() >= end;
    },
    within(work) {
      return new Promise((resolve, reject) => {
        const late = () =>
          reject(new MfaError("ERR_MFA_STORAGE", { detail: `the storage did not answer within ${span} ms` }));
        const timer = setTimeout(late, Math.max(0, Math.ceil(end - performance.now())));
        work
          .then(resolve, (error: unknown) => reject(storageFault(error)))
          .finally(() => clearTimeout(timer));
      });
    },
  };
}
