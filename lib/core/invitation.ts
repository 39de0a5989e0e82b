import { type Doer, note } from "./events.js";
import type { Step } from "./holder.js";
import { invitationLife } from "./numbers.js";
import { isOpen, type NewCode } from "./one-time-code.js";
import type { Holder, OperatorRecord } from "./record.js";
import { firstFactor, type Rules } from "./rules.js";

/**
 * May an engineer give out a code? Only to somebody who has never come in: to whoever has, it would be a way around their
 * password.
 */
export function invitable(record: OperatorRecord, rules: Rules): boolean {
  const { id, enrol } = firstFactor(rules.catalogue);
  if (enrol === undefined) return false; // the host decides who comes in for the first time
  const hasPassword = record.credentials.some(({ strategy }) => strategy === id);
  return record.enabled && (!hasPassword || record.invitation !== undefined);
}

/** Puts a code in the place of any older one. */
export function invite(
  record: OperatorRecord,
  rules: Rules,
  code: NewCode,
  now: number,
  by?: Doer,
): Step<{ readonly is: "invited"; readonly expires: number } | { readonly is: "turn" }> {
  if (!invitable(record, rules)) return { record, outcome: { is: "turn" } };
  const invitation = { ...code, at: now, expires: now + invitationLife };
  return {
    record: note({ ...record, invitation, signIns: [] }, "invited", now, by),
    outcome: { is: "invited", expires: invitation.expires },
  };
}

/** Was its code presented here, and does it still open the way? It opens a first enrolment, and replaces nothing. */
export function isInvited(record: OperatorRecord, rules: Rules, holder: Holder, now: number): boolean {
  const { invitation, credentials } = record;
  if (invitation === undefined || holder.opened !== invitation.id || !isOpen(invitation, now)) return false;
  return credentials.every(({ strategy }) => rules.catalogue.get(strategy)?.stage !== "second");
}
