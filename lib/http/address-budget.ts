import { isIPv6 } from "node:net";
import type { Clock } from "../contract/index.js";
import { minute, second } from "../core/numbers.js";

/**
 * Failed passwords per address, in this process only: on top of the exact budgets per name, and generous enough for an
 * office behind one address. Bounded: past `capacity` the oldest address is forgotten.
 */
export interface AddressBudget {
  /** Seconds to wait, 0 where there is nothing to wait for. */
  waiting(address: string | undefined): number;
  /** Counts one, unless there is a wait by now: of any number at once no more are counted than there is room for. The wait. */
  charge(address: string | undefined): number;
  /** Takes the last one back: nothing was judged after all. */
  giveBack(address: string | undefined): void;
}

const limit = 20;
const window = 10 * minute;
const capacity = 10_000;

export function createAddressBudget(clock: Clock): AddressBudget {
  const failures = new Map<string, readonly number[]>();
  const recent = (key: string, now: number) => (failures.get(key) ?? []).filter((at) => at > now - window);
  const waiting = (key: string, now: number) => {
    const first = recent(key, now).at(-limit);
    return first === undefined ? 0 : Math.ceil((first + window - now) / second);
  };
  return {
    waiting: (address) => (address === undefined ? 0 : waiting(network(address), clock())),
    charge(address) {
      if (address === undefined) return 0;
      const now = clock();
      const key = network(address);
      const wait = waiting(key, now);
      if (wait > 0) return wait;
      const kept = recent(key, now);
      failures.delete(key);
      failures.set(key, [...kept, now]);
      const [oldest] = failures.keys();
      if (failures.size > capacity && oldest !== undefined) failures.delete(oldest);
      return 0;
    },
    giveBack(address) {
      if (address === undefined) return;
      const key = network(address);
      const counted = failures.get(key);
      if (counted !== undefined) failures.set(key, counted.slice(0, -1));
    },
  };
}

/** One subscriber of IPv6 has a /64 at least. */
function network(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  const [head = "", tail] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const start = head === "" ? [] : head.split(":");
  const end = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - start.length - end.length)).fill("0");
  return [...start, ...zeros, ...end]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
