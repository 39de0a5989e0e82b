import { mayEnrol } from "./enrolment.js";
import { note } from "./events.js";
import { findSession, type Ref, type Step, tidy } from "./holder.js";
import { keepOwnTrust } from "./own-trust.js";
import type { OperatorRecord } from "./record.js";
import { accepted, firstFactor, heldBy, type Rules } from "./rules.js";

/** What was enrolled and can go: of the second factors that the policy asks for one has to stay. */
export function isRemovable(record: OperatorRecord, rules: Rules, strategyId: string): boolean {
  const stage = rules.catalogue.get(strategyId)?.stage;
  const enrolled = record.credentials.some(({ strategy }) => strategy === strategyId);
  if (!enrolled || stage === undefined || stage === "first") return false;
  if (stage === "recovery" || rules.system.policy.strategies.length === 0) return true;
  const without = withoutCredential(record, strategyId);
  return accepted(without, rules).some(({ id }) => heldBy(without, rules, id) !== undefined);
}

export type RemoveOutcome =
  | { readonly is: "removed" }
  | { readonly is: "last" }
  | { readonly is: "confirm" }
  | { readonly is: "gone" };

/** Takes a second factor, or what leads back to one, away; what was proved by it is no proof any more. */
export function removeCredential(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  strategy: string,
  now: number,
): Step<RemoveOutcome> {
  const session = findSession(record, rules, ref, now);
  if (session === undefined) return { record, outcome: { is: "gone" } };
  if (!mayEnrol(record, rules, session, firstFactor(rules.catalogue).id, now).ok)
    return { record, outcome: { is: "confirm" } };
  if (!isRemovable(record, rules, strategy)) return { record, outcome: { is: "last" } };
  const without = { ...withoutCredential(record, strategy), trustEpoch: record.trustEpoch + 1 };
  const told = note(without, "factor-removed", now, { strategy, client: session.client });
  const kept = keepOwnTrust(record, told, rules, session, now);
  return { record: tidy(kept, rules, now), outcome: { is: "removed" } };
}

function withoutCredential(record: OperatorRecord, strategyId: string): OperatorRecord {
  return { ...record, credentials: record.credentials.filter(({ strategy }) => strategy !== strategyId) };
}
