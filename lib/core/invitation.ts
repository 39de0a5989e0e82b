import { type Doer, note } from "./events.js";
import type { Step } from "./holder.js";
import { clockSkew, invitationLife } from "./numbers.js";
import type { Holder, Invitation, OperatorRecord } from "./record.js";
import { firstFactor, type Rules } from "./rules.js";

/** A new code; only its hash comes here. */
export interface NewCode {
  readonly id: string;
  readonly hash: string;
}

/**
 * May an engineer give out a code? Only to somebody who has never come in: to whoever has, it would be a way around their
 * password.
 */
export function invitable(record: OperatorRecord, rules: Rules): boolean {
  const first = firstFactor(rules.catalogue).id;
  const hasPassword = record.credentials.some(({ strategy }) => strategy === first);
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

export function isOpen({ at, expires }: Invitation, now: number): boolean {
  return at <= now + clockSkew && now < expires;
}

/** Was a code presented here that still opens the way? It opens a first enrolment, and replaces nothing. */
export function isOpened(record: OperatorRecord, rules: Rules, holder: Holder, now: number): boolean {
  const { invitation, credentials } = record;
  if (invitation === undefined || holder.opened !== invitation.id || !isOpen(invitation, now)) return false;
  return credentials.every(({ strategy }) => rules.catalogue.get(strategy)?.stage !== "second");
}
