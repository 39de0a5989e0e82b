import { caps } from "./numbers.js";
import type { OperatorEvent, OperatorRecord } from "./record.js";

export type EventType = OperatorEvent["type"];

/** Who did it, and from where: an engineer who acts on somebody else, or the operator from a client of theirs. */
export type Doer = Pick<OperatorEvent, "client" | "by">;

/** Appends to the ring: numbered, so that what is made of an event later is made once. */
export function note(
  record: OperatorRecord,
  type: EventType,
  now: number,
  more: Pick<OperatorEvent, "strategy" | "client" | "by" | "details"> = {},
): OperatorRecord {
  const { next, last } = record.events;
  const event: OperatorEvent = { n: next, at: now, type, ...more };
  return {
    ...record,
    events: { ...record.events, next: next + 1, last: [...last, event].slice(-caps.events) },
  };
}

/**
 * The record with it noted up to where its events have their lines. Carried by a change that is written anyway: this alone
 * is worth no swap.
 */
export function withAudited(record: OperatorRecord, upTo: number | undefined): OperatorRecord {
  const { next, audited = 0 } = record.events;
  if (upTo === undefined || upTo <= audited || upTo > next) return record;
  return { ...record, events: { ...record.events, audited: upTo } };
}

/** What happened between two states of a record. */
export function eventsSince(
  before: OperatorRecord | undefined,
  after: OperatorRecord,
): readonly OperatorEvent[] {
  const from = before?.events.next ?? 0;
  return after.events.last.filter(({ n }) => n >= from);
}
