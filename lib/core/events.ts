import { caps } from "./numbers.js";
import type { Client, OperatorEvent, OperatorRecord } from "./record.js";

export type EventType = OperatorEvent["type"];

/** Appends to the ring: numbered, so that what is made of an event later is made once. */
export function note(
  record: OperatorRecord,
  type: EventType,
  now: number,
  more: { readonly strategy?: string; readonly client?: Client } = {},
): OperatorRecord {
  const { next, last } = record.events;
  const event: OperatorEvent = { n: next, at: now, type, ...more };
  return { ...record, events: { next: next + 1, last: [...last, event].slice(-caps.events) } };
}

/** What happened between two states of a record. */
export function eventsSince(
  before: OperatorRecord | undefined,
  after: OperatorRecord,
): readonly OperatorEvent[] {
  const from = before?.events.next ?? 0;
  return after.events.last.filter(({ n }) => n >= from);
}
