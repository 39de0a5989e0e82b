import type { Clock, ProbeHow } from "../contract/index.js";

/** Milliseconds for which an answer is kept: a failure for less, since somebody is mending it. */
const life = { ok: 60_000, failed: 10_000 } as const;

/** Asks at most once at a time, and keeps the answer, so that no page queues up probes. */
export function kept<T extends { readonly ok: boolean }>(
  ask: () => Promise<T>,
  clock: Clock,
): (how?: ProbeHow) => Promise<T> {
  let last: { readonly result: T; readonly at: number } | undefined;
  let underWay: Promise<T> | undefined;
  return async ({ fresh = false } = {}) => {
    // A clock that was set back makes it no younger.
    if (!fresh && last && Math.abs(clock() - last.at) < life[last.result.ok ? "ok" : "failed"])
      return last.result;
    underWay ??= ask()
      .then((result) => {
        last = { result, at: clock() };
        return result;
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
}
