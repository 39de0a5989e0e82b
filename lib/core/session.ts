import { type Doer, note } from "./events.js";
import { findHolder, type Ref, type Step, tidy, withHolder } from "./holder.js";
import { touchEvery } from "./numbers.js";
import type { OperatorRecord, Session } from "./record.js";
import type { Rules } from "./rules.js";

/** Is it time to write that the session was used? At most once a minute, so that a request stays a read. */
export function touchIsDue(session: Session, now: number): boolean {
  return now - session.used >= touchEvery;
}

export function touch(record: OperatorRecord, rules: Rules, ref: Ref, now: number): Step<undefined> {
  const session = findHolder(record, rules, ref, now);
  if (session === undefined || ref.kind !== "session" || !touchIsDue(session as Session, now)) {
    return { record, outcome: undefined };
  }
  const next = withHolder<Session>(record, ref, (kept) => ({ ...kept, used: Math.max(kept.used, now) }));
  return { record: tidy(next, rules, now), outcome: undefined };
}

/** Ends one sign-in or session, whatever it had proved: signing out, or found to be over. */
export function end(record: OperatorRecord, rules: Rules, ref: Ref, now: number): Step<boolean> {
  const list = ref.kind === "session" ? record.sessions : record.signIns;
  const found = list.find(({ id, hash }) => id === ref.id && hash === ref.hash);
  if (found === undefined) return { record, outcome: false };
  const next = {
    ...record,
    signIns: record.signIns.filter((kept) => kept !== found),
    sessions: record.sessions.filter((kept) => kept !== found),
  };
  const told =
    ref.kind === "session" ? note(next, "signed-out", now, { client: ref.client ?? found.client }) : next;
  return { record: tidy(told, rules, now), outcome: true };
}

/** Ends one session of theirs, by its id: from the card, or by an engineer. */
export function endOne(
  record: OperatorRecord,
  id: string,
  now: number,
  by?: Doer,
): Step<{ readonly is: "ended" | "unknown" }> {
  const sessions = record.sessions.filter((session) => session.id !== id);
  if (sessions.length === record.sessions.length) return { record, outcome: { is: "unknown" } };
  return { record: note({ ...record, sessions }, "signed-out", now, by), outcome: { is: "ended" } };
}

/** Ends every session, sign-in, trusted browser and known device of the operator. */
export function endAll(record: OperatorRecord, now: number, by?: Doer): Step<undefined> {
  const next = {
    ...record,
    epoch: record.epoch + 1,
    trustEpoch: record.trustEpoch + 1,
    signIns: [],
    sessions: [],
    devices: [],
  };
  return { record: note(next, "signed-out", now, by), outcome: undefined };
}
