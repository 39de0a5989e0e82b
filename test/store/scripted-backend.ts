import type { Backend } from "../../lib/contract/index.js";
import { memory } from "../../storage/memory.js";

type Call = "read" | "swap" | "list" | "sweep";

/** What happens to one call: `fail` and `hang` before it takes effect, or after. */
type Fate = "fail before" | "fail after" | "hang before" | "hang after" | Gate;

/** Holds a call back, before it takes effect or with its answer, until it is opened. */
export interface Gate {
  readonly side: "before" | "after";
  readonly opened: Promise<void>;
  readonly open: () => void;
}

export function gate(side: Gate["side"]): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { side, opened, open };
}

export interface ScriptedBackend extends Backend {
  /** How often each was called. */
  readonly calls: Record<Call, number>;
  /** What befalls the next call of this name; several queue up. */
  next(call: Call, fate: Fate): void;
  /** The values as they lie in the store, to look at and to tamper with. */
  readonly raw: Backend;
}

/** A store in memory with bad days that a test chooses, call by call. */
export function scriptedBackend({ shared = true } = {}): ScriptedBackend {
  const raw = memory();
  const calls = { read: 0, swap: 0, list: 0, sweep: 0 };
  const fates: Record<Call, Fate[]> = { read: [], swap: [], list: [], sweep: [] };
  const run = async <T>(call: Call, work: () => Promise<T>): Promise<T> => {
    calls[call] += 1;
    const fate = fates[call].shift();
    await befall(fate, "before");
    const result = await work();
    await befall(fate, "after");
    return result;
  };
  return {
    name: "scripted",
    shared,
    calls,
    raw,
    next: (call, fate) => fates[call].push(fate),
    open: async () => {},
    read: (keys) => run("read", () => raw.read(keys)),
    swap: (...change) => run("swap", () => raw.swap(...change)),
    list: (...range) => run("list", () => raw.list(...range)),
    sweep: (now) => run("sweep", () => raw.sweep(now)),
    close: async () => {},
  };
}

async function befall(fate: Fate | undefined, side: "before" | "after"): Promise<void> {
  if (typeof fate === "object" && fate.side === side) await fate.opened;
  if (fate === `fail ${side}`) throw new Error("connect ECONNREFUSED");
  if (fate === `hang ${side}`) await new Promise(() => {});
}
