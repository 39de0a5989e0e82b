import type { AuditDetail, AuditEntry, AuditLine, AuditPerson, AuditType } from "../contract/index.js";
import type { OperatorEvent, OperatorRecord } from "../core/record.js";
import { results } from "./results.js";

/** Ids sort the newest first, by time and, within a millisecond, by the number of the event. */
const farthest = 9_999_999_999_999;
const most = 9_999_999_999;

function inverted(number: number, top: number): string {
  const whole = Math.min(top, Math.max(0, Math.floor(number)));
  return String(top - whole).padStart(String(top).length, "0");
}

/** The start of all ids of that moment (milliseconds since the epoch). */
export function idAt(at: number): string {
  return inverted(at, farthest);
}

/** Behind every id of that moment, and before those of earlier ones. */
export function idAfter(at: number): string {
  return `${idAt(at)}.~`;
}

/** The moment that an id tells. */
export function atOf(id: string): number {
  return farthest - Number(id.slice(0, String(farthest).length));
}

export const idShape = /^\d{13}\.[\w-]{1,40}(\.\d{10})?$/;

/** The same event has the same id, whoever makes its line. */
function eventLineId(operator: string, { n, at }: OperatorEvent): string {
  return `${idAt(at)}.${operator}.${inverted(n, most)}`;
}

/** @param typeOf the word for an event: a password that was replaced is not told as an app is */
export function lineOfEvent(
  record: OperatorRecord,
  event: OperatorEvent,
  typeOf: (event: OperatorEvent) => AuditType,
): AuditLine {
  const { id, username } = record;
  const { at, strategy, client, by, details } = event;
  return lineOf(eventLineId(id, event), at, {
    type: typeOf(event),
    operator: { id, username },
    ...(by !== undefined && { by: { id: by } }),
    ...(strategy !== undefined && { strategy }),
    ...(client !== undefined && { client }),
    ...(details !== undefined && { details }),
  });
}

export function lineOf(id: string, at: number, entry: AuditEntry): AuditLine {
  const { type, operator, by, strategy, client, details, count } = entry;
  const { userAgent, address } = client ?? {};
  return {
    id,
    at,
    type,
    result: results[type],
    ...(operator !== undefined && { operator: cleanPerson(operator) }),
    ...(by !== undefined && { by: cleanPerson(by) }),
    ...(strategy !== undefined && { strategy: clean(strategy, 64) }),
    ...(client !== undefined && { client: client.kind }),
    ...(userAgent !== undefined && { userAgent: clean(userAgent, 200) }),
    ...(address !== undefined && { address: clean(address, 64) }),
    ...(count !== undefined && count > 1 && { count }),
    ...(details !== undefined && { details: details.slice(0, 20).map(cleanDetail) }),
  };
}

function cleanPerson({ id, username }: AuditPerson): AuditPerson {
  return { id, ...(username !== undefined && { username: clean(username, 64) }) };
}

function cleanDetail({ name, before, after }: AuditDetail): AuditDetail {
  return {
    name,
    ...(before !== undefined && { before: clean(before, 300) }),
    ...(after !== undefined && { after: clean(after, 300) }),
  };
}

/** ASVS 16.4.1: nothing of what was sent breaks a line, steers a terminal, or turns the direction of a text. */
export function clean(text: string, longest: number): string {
  const plain = text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return plain.trim().slice(0, longest).toWellFormed();
}
