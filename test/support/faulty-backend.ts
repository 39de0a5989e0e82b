import type { Backend } from "../../lib/index.js";
import { isBackground } from "./background.js";

export interface FaultyBackend extends Backend {
  /** What its calls do from now on. */
  mode: "work" | "fail" | "hang";
  /** Calls since it was last set to 0. */
  calls: number;
  /** Only this call, counted from 1, fails or hangs. Default: all do. */
  only: number | undefined;
}

/** A store whose server goes away, or does not answer; shared, so that nothing is held on trust. */
export function createFaultyBackend(inner: Backend): FaultyBackend {
  const run = async <T>(work: () => Promise<T>, counts = true): Promise<T> => {
    if (counts) backend.calls += 1;
    const hit = backend.only === undefined || backend.only === backend.calls;
    if (hit && backend.mode === "fail") throw new Error("connect ECONNREFUSED 10.0.0.7:6379");
    if (hit && backend.mode === "hang") return new Promise(() => {});
    return work();
  };
  const backend: FaultyBackend = {
    mode: "work",
    calls: 0,
    only: undefined,
    name: "faulty",
    shared: true,
    open: () => run(() => inner.open()),
    // What no request waits for is none of the calls that are counted.
    read: (keys) =>
      keys.every(isBackground) && backend.only !== undefined
        ? inner.read(keys)
        : run(() => inner.read(keys), !keys.every(isBackground)),
    swap: (...change) =>
      isBackground(change[0]) && backend.only !== undefined
        ? inner.swap(...change)
        : run(() => inner.swap(...change), !isBackground(change[0])),
    list: (...range) => run(() => inner.list(...range)),
    sweep: (now) => run(() => inner.sweep(now)),
    close: () => inner.close(),
  };
  return backend;
}
