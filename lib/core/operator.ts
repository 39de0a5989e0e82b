import type { Role } from "../contract/index.js";
import { type Doer, note } from "./events.js";
import { findSession, type Ref, type Step } from "./holder.js";
import type { OperatorRecord } from "./record.js";
import { accepted, heldBy, type Rules } from "./rules.js";
import { endAll } from "./session.js";

/** Nobody comes in as this operator, and whoever is in is out. */
export function disable(record: OperatorRecord, now: number, by?: Doer): Step<undefined> {
  if (!record.enabled) return { record, outcome: undefined };
  const ended = endAll(record, now, by).record;
  return { record: note({ ...ended, enabled: false }, "disabled", now, by), outcome: undefined };
}

/** They may sign in again; nothing of what was ended comes back. */
export function enable(record: OperatorRecord, now: number, by?: Doer): Step<undefined> {
  if (record.enabled) return { record, outcome: undefined };
  return { record: note({ ...record, enabled: true }, "enabled", now, by), outcome: undefined };
}

/** What an engineer may know and change of somebody else. */
export interface Person {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

/**
 * Another name or address. What was proved by the old address is no proof any more, and no browser is trusted any longer;
 * an address that waits for its code is forgotten.
 */
export function edit(
  record: OperatorRecord,
  { name, email }: Person,
  now: number,
  by?: Doer,
): Step<{ readonly changed: boolean }> {
  const details = [...changed("name", record.name, name), ...changed("email", record.email, email)];
  if (details.length === 0) return { record, outcome: { changed: false } };
  const { name: _, email: oldEmail, ...rest } = record;
  const next: OperatorRecord = {
    ...rest,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
  };
  const event = { ...by, details };
  if (oldEmail === email) return { record: note(next, "edited", now, event), outcome: { changed: true } };
  const moved = {
    ...next,
    trustEpoch: record.trustEpoch + 1,
    sessions: record.sessions.map(({ newEmail: _waiting, ...session }) => session),
  };
  return { record: note(moved, "edited", now, event), outcome: { changed: true } };
}

function changed(name: "name" | "email", before: string | undefined, after: string | undefined) {
  if (before === after) return [];
  return [{ name, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

interface Row extends Person {
  readonly username: string;
  readonly enabled: boolean;
  readonly role: Role;
}

/** The record as the host's own table says: the same one back where nothing differs. */
export function follow(
  record: OperatorRecord,
  { username, enabled, role, ...person }: Row,
  now: number,
): OperatorRecord {
  const { record: told } = enabled ? enable(record, now) : disable(record, now);
  const { record: edited } = edit(told, person, now);
  const same = edited.username === username && edited.hostRole === role;
  return same ? edited : { ...edited, username, hostRole: role };
}

/** They are to be no more: whoever is in is out, and what is made of events hears of it before the record goes. */
export function leave(record: OperatorRecord, now: number, by?: Doer): Step<undefined> {
  const ended = endAll(record, now, by).record;
  return { record: note({ ...ended, enabled: false }, "removed", now, by), outcome: undefined };
}

/** What the operator would like to read; `undefined`: what the browser says. Guards nothing, so a session is enough. */
export function speak(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  language: string | undefined,
  now: number,
): Step<{ readonly is: "spoken" | "gone" }> {
  if (findSession(record, rules, ref, now) === undefined) return { record, outcome: { is: "gone" } };
  const { language: _, ...rest } = record;
  const next = language === undefined ? rest : { ...rest, language };
  return { record: next, outcome: { is: "spoken" } };
}

/** The second factors that the operator has and that are accepted, the preferred one first: there is something to prefer where it is more than one. */
export function preferable(record: OperatorRecord, rules: Rules): string[] {
  return accepted(record, rules)
    .map(({ id }) => id)
    .filter((id) => heldBy(record, rules, id) !== undefined);
}

/** Which second factor is offered first. Guards nothing, so a session is enough; the next sign-in with another one changes it. */
export function prefer(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  strategy: string,
  now: number,
): Step<{ readonly is: "preferred" | "turn" | "gone" }> {
  if (findSession(record, rules, ref, now) === undefined) return { record, outcome: { is: "gone" } };
  if (!preferable(record, rules).includes(strategy)) return { record, outcome: { is: "turn" } };
  return { record: { ...record, preferred: strategy }, outcome: { is: "preferred" } };
}
