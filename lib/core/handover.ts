import { unspent, waiting } from "./budget.js";
import { type Doer, note } from "./events.js";
import { findHolder, type Ref, type Step, tidy, withHolder } from "./holder.js";
import { isOpen, type NewCode, overForGood } from "./one-time-code.js";
import { chargeRecovery } from "./payer.js";
import type { Holder, OperatorRecord } from "./record.js";
import { firstFactor, heldBy, type Rules } from "./rules.js";
import { endAll } from "./session.js";

/** May an engineer reset them? Whoever has never come in has nothing to lose, and gets an invitation. */
export function resettable(record: OperatorRecord, rules: Rules): boolean {
  return (
    heldBy(record, rules, firstFactor(rules.catalogue).id) !== undefined && record.invitation === undefined
  );
}

/**
 * Takes away every second factor and every way back, ends all that is signed in, trusted or known, and puts a code in the
 * place of it: with the password it opens one enrolment. The password stays: it is nobody's to see or to choose.
 */
export function reset(
  record: OperatorRecord,
  rules: Rules,
  { code, life }: { readonly code: NewCode; readonly life: number },
  now: number,
  by?: Doer,
): Step<{ readonly is: "reset"; readonly expires: number } | { readonly is: "turn" }> {
  if (!resettable(record, rules)) return { record, outcome: { is: "turn" } };
  const { preferred: _, suspectSince, ...ended } = endAll(record, now, by).record;
  const credentials = record.credentials.filter(
    ({ strategy }) => rules.catalogue.get(strategy)?.stage === "first",
  );
  const handover = { ...code, at: now, expires: now + life };
  // A password that a stranger knows stays one until there is another; that of a host's own login is the host's to change.
  const isSuspect = suspectSince !== undefined && firstFactor(rules.catalogue).enrol !== undefined;
  const next = { ...ended, credentials, handover, ...(isSuspect && { suspectSince }) };
  return { record: note(next, "reset", now, by), outcome: { is: "reset", expires: handover.expires } };
}

/** Has an engineer reset them, and this client has not shown the code for it? Then no second factor counts here. */
export function awaitsHandover(record: OperatorRecord, holder: Holder): boolean {
  return record.handover !== undefined && record.handover.id !== holder.opened;
}

/** Was its code presented here, and does it still open the way? */
export function isHandedOver({ handover }: OperatorRecord, holder: Holder, now: number): boolean {
  return handover !== undefined && holder.opened === handover.id && isOpen(handover, now);
}

export type PresentOutcome =
  | { readonly is: "opened" }
  | { readonly is: "wrong" }
  | { readonly is: "expired" }
  | { readonly is: "wait"; readonly wait: number }
  | { readonly is: "turn" }
  | { readonly is: "gone" };

/**
 * The code is good until they are in: whoever leaves half-way comes back with it. Of two who show it the later one counts,
 * and only one comes in: with the first complete sign-in it is gone.
 */
export function presentHandover(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  hash: string | undefined,
  now: number,
): Step<PresentOutcome> {
  const { handover, recoveries = unspent } = record;
  const holder = findHolder(record, rules, ref, now);
  if (holder === undefined) return { record, outcome: { is: "gone" } };
  if (handover === undefined) return { record, outcome: { is: "turn" } };
  const wait = waiting(recoveries, now);
  if (wait > 0) return { record, outcome: { is: "wait", wait } };
  const { client } = holder;
  if (handover.hash !== hash) {
    const told = note(chargeRecovery(record, now), "handover-wrong", now, { client });
    return { record: tidy(told, rules, now), outcome: { is: "wrong" } };
  }
  if (!isOpen(handover, now)) {
    const over = overForGood(handover, now);
    return { record: over === handover ? record : { ...record, handover: over }, outcome: { is: "expired" } };
  }
  const closed = {
    ...record,
    signIns: record.signIns.map(withoutOpened),
    sessions: record.sessions.map(withoutOpened),
  };
  const next = withHolder<Holder>(closed, ref, (kept) => ({ ...kept, opened: handover.id }));
  return { record: tidy(note(next, "handed-over", now, { client }), rules, now), outcome: { is: "opened" } };
}

function withoutOpened<H extends Holder>(holder: H): H {
  const { opened: _, ...rest } = holder;
  return rest as H;
}
