import { caps } from "./numbers.js";
import type { Client, OperatorEvent, OperatorRecord } from "./record.js";

export type EventType = OperatorEvent["type"];

/** Who did it, and from where: an engineer who acts on somebody else, or the operator from a client of theirs. */
export type Doer = Pick<OperatorEvent, "client" | "by">;

/** Appends to the ring: numbered, so that what is made of an event later is made once. */
export function note(
  record: OperatorRecord,
  type: EventType,
  now: number,
  more: Pick<OperatorEvent, "strategy" | "client" | "by" | "details" | "known"> = {},
): OperatorRecord {
  const { next, last } = record.events;
  const event: OperatorEvent = { n: next, at: now, type, ...more };
  return {
    ...record,
    events: { ...record.events, next: next + 1, last: [...last, event].slice(-caps.events) },
  };
}

/** Somebody answered with what only a copy of this credential has. */
export function noteCopied(
  record: OperatorRecord,
  { strategy, credential }: { readonly strategy: string; readonly credential: string },
  client: Client,
  now: number,
): OperatorRecord {
  return note(record, "copied", now, { strategy, client, ...nameOf(record, credential) });
}

/** What its owner calls a credential, for whoever reads of it. */
export function nameOf(record: OperatorRecord, credential: string): Pick<OperatorEvent, "details"> {
  const name = record.credentials.find(({ id }) => id === credential)?.name;
  return name === undefined ? {} : { details: [{ name: "credential", after: name }] };
}

/** Up to where the events have their lines in the audit, and their mails. */
export type Marks = Readonly<Partial<Record<"audited" | "told", number | undefined>>>;

/** The record with that noted. Carried by a change that is written anyway: this alone is worth no swap. */
export function withMarks(record: OperatorRecord, marks: Marks): OperatorRecord {
  let { events } = record;
  for (const name of ["audited", "told"] as const) {
    const upTo = marks[name];
    if (upTo !== undefined && upTo > (events[name] ?? 0) && upTo <= events.next)
      events = { ...events, [name]: upTo };
  }
  return events === record.events ? record : { ...record, events };
}

/** What happened between two states of a record. */
export function eventsSince(
  before: OperatorRecord | undefined,
  after: OperatorRecord,
): readonly OperatorEvent[] {
  const from = before?.events.next ?? 0;
  return after.events.last.filter(({ n }) => n >= from);
}
