import type { Backend } from "../../lib/index.js";
import { isBackground } from "../support/background.js";

/**
 * What befalls one call of the store.
 * - `fails before`, `fails after`: an error, before it took effect or once it had
 * - `hangs before`, `hangs after`: no answer ever, before or after
 * - `comes late`: no answer, and it takes effect when the caller has given it up
 * - `dies before`, `dies after`: the process is killed there
 * - `sees another time`: the clock steps there, and all else is well
 */
export type Fate = `fails ${Side}` | `hangs ${Side}` | "comes late" | `dies ${Side}` | "sees another time";
type Side = "before" | "after";

export interface Blow {
  /** Counted from 1, writes and reads apart: how often a request reads depends on how fast its body comes. */
  readonly number: number;
  readonly writes: boolean;
  readonly fate: Fate;
}

export interface FaultyStore extends Backend {
  /** From now on calls are counted; what befalls which. Without it they are only counted. */
  watch(blow?: Blow): void;
  /** It works again, and counts no more. */
  mend(): void;
  /** What came late takes effect now. */
  comeLate(): Promise<void>;
  /** What was called since `watch`; those that no request waits for are not among them. */
  readonly calls: readonly Call[];
}

export interface Call {
  readonly kind: "read" | "swap" | "list";
  /** What its key begins with: `op`. */
  readonly of: string;
}

/**
 * Another store, of which one call that a test chooses goes wrong; shared, so that nothing is held on trust. `strike` ends the
 * process, or steps the clock.
 */
export function createFaultyStore(inner: Backend, strike: () => void = () => {}): FaultyStore {
  let watching = false;
  let blow: Blow | undefined;
  let calls: Call[] = [];
  let late: (() => Promise<unknown>) | undefined;
  const never = () => new Promise<never>(() => {});
  const broken = () => new Error("connect ECONNREFUSED 10.0.0.7:6379");

  const run = async <T>(kind: Call["kind"], key: string, work: () => Promise<T>): Promise<T> => {
    if (!watching || isBackground(key)) return work();
    calls.push({ kind, of: key.split(":", 1)[0] ?? "" });
    const { reads, writes } = countOf(calls);
    const isIt = blow?.writes === (kind === "swap") && blow.number === (blow.writes ? writes : reads);
    const fate = isIt ? blow?.fate : undefined;
    if (fate === "fails before") throw broken();
    if (fate === "hangs before") return never();
    if (fate === "dies before" || fate === "sees another time") strike();
    if (fate === "comes late") {
      late = work;
      return never();
    }
    const done = await work();
    if (fate === "fails after") throw broken();
    if (fate === "hangs after") return never();
    if (fate === "dies after") strike();
    return done;
  };

  return {
    name: "faulty",
    shared: true,
    get calls() {
      return calls;
    },
    watch(what) {
      watching = true;
      blow = what;
      calls = [];
    },
    mend() {
      watching = false;
    },
    async comeLate() {
      await late?.();
      late = undefined;
    },
    open: () => inner.open(),
    read: (keys) => run("read", keys[0] ?? "", () => inner.read(keys)),
    swap: (...change) => run("swap", change[0], () => inner.swap(...change)),
    list: (...range) => run("list", range[0], () => inner.list(...range)),
    sweep: (now) => inner.sweep(now),
    close: () => inner.close(),
  };
}

export function countOf(calls: readonly Call[]): { readonly reads: number; readonly writes: number } {
  const writes = calls.filter(({ kind }) => kind === "swap").length;
  return { reads: calls.length - writes, writes };
}
