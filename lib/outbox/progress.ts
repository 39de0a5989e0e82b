import type { OperatorEvent, OperatorRecord } from "../core/record.js";

/** What is made of events (lines, mails): which events of which operator are done, as far as this process knows. */
export interface Progress {
  /** The events that are not done yet and not on their way; they are on their way now. `lost`: no longer in the record. */
  take(record: OperatorRecord): { readonly events: readonly OperatorEvent[]; readonly lost: number };
  done(operator: string, n: number): void;
  /** Nothing is known of this operator any more: the next look at the record begins anew. */
  forget(operator: string): void;
  /** All events of a lower number are done. */
  upTo(operator: string): number | undefined;
}

interface Known {
  /** Below it all were taken. */
  taken: number;
  readonly pending: Set<number>;
}

const capacity = 10_000;

/** @param mark up to where the record itself says that they are done */
export function createProgress(mark: (record: OperatorRecord) => number | undefined): Progress {
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
    take(record) {
      const { id, events } = record;
      const { next, last } = events;
      // A record that was put back from a backup counts from where it was.
      if ((known.get(id)?.taken ?? 0) > next) known.delete(id);
      const entry = use(id);
      const from = Math.max(mark(record) ?? 0, entry.taken);
      const left = last.filter(({ n }) => n >= from);
      entry.taken = next;
      for (const { n } of left) entry.pending.add(n);
      // The record keeps the last 50 only.
      return { events: left, lost: next - from - left.length };
    },
    done(operator, n) {
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
