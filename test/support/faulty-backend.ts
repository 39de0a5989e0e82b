import type { Backend } from "../../lib/index.js";

export interface FaultyBackend extends Backend {
  /** What its calls do from now on. */
  mode: "work" | "fail" | "hang";
}

/** A store whose server goes away, or does not answer; shared, so that nothing is held on trust. */
export function createFaultyBackend(inner: Backend): FaultyBackend {
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (backend.mode === "fail") throw new Error("connect ECONNREFUSED 10.0.0.7:6379");
    if (backend.mode === "hang") return new Promise(() => {});
    return work();
  };
  const backend: FaultyBackend = {
    mode: "work",
    name: "faulty",
    shared: true,
    open: () => run(() => inner.open()),
    read: (keys) => run(() => inner.read(keys)),
    swap: (...change) => run(() => inner.swap(...change)),
    list: (...range) => run(() => inner.list(...range)),
    sweep: (now) => run(() => inner.sweep(now)),
    close: () => inner.close(),
  };
  return backend;
}
