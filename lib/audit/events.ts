import type { OperatorEvent, OperatorRecord } from "../core/record.js";

/** Which events of which operator have their line, as far as this process knows. */
export interface Progress {
  /** The events that have no line yet and are not on their way to one; they are on their way now. */
  take(record: OperatorRecord): { readonly events: readonly OperatorEvent[]; readonly lost: number };
  written(operator: string, n: number): void;
  /** Nothing is known of this operator any more: the next look at the record begins anew. */
  forget(operator: string): void;
  /** All events of a lower number have their line. */
  upTo(operator: string): number | undefined;
}

interface Known {
  /** Below it all were taken. */
  taken: number;
  readonly pending: Set<number>;
}

const capacity = 10_000;

export function createProgress(): Progress {
  const known = new Map<string, Known>();

  const use = (operator: string): Known => {
    const entry = known.get(operator) ?? { taken: 0, pending: new Set<number>() };
    known.delete(operator);
    known.set(operator, entry);
    const [oldest] = known.keys();
    if (known.size > capacity && oldest !== undefined) known.delete(oldest);
    return entry;
  };

  return {
    take({ id, events: { next, last, audited = 0 } }) {
      // A record that was put back from a backup counts from where it was.
      if ((known.get(id)?.taken ?? 0) > next) known.delete(id);
      const entry = use(id);
      const from = Math.max(audited, entry.taken);
      const events = last.filter(({ n }) => n >= from);
      entry.taken = next;
      for (const { n } of events) entry.pending.add(n);
      // The record keeps the last 50 only: what fell out before it had its line has none.
      return { events, lost: next - from - events.length };
    },
    written(operator, n) {
      known.get(operator)?.pending.delete(n);
    },
    forget(operator) {
      known.delete(operator);
    },
    upTo(operator) {
      const entry = known.get(operator);
      if (entry === undefined) return undefined;
      return entry.pending.size === 0 ? entry.taken : Math.min(...entry.pending);
    },
  };
}
