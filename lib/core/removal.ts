import { nameOf, note } from "./events.js";
import { findSession, type Ref, type Step, tidy } from "./holder.js";
import { keepOwnTrust } from "./own-trust.js";
import { mayEnrol } from "./permission.js";
import type { Credential, OperatorRecord } from "./record.js";
import { accepted, firstFactor, heldBy, type Rules } from "./rules.js";

/** All of a strategy, or one credential of it. */
export interface Removal {
  readonly strategy: string;
  readonly credential?: string;
}

/** What was enrolled and can go: of the second factors that the policy asks for one has to stay. */
export function isRemovable(record: OperatorRecord, rules: Rules, removal: Removal): boolean {
  const stage = rules.catalogue.get(removal.strategy)?.stage;
  const enrolled = record.credentials.some((credential) => goes(removal, credential));
  if (!enrolled || stage === undefined || stage === "first") return false;
  if (stage === "recovery" || rules.system.policy.strategies.length === 0) return true;
  const rest = without(record, removal);
  return accepted(rest, rules).some(({ id }) => heldBy(rest, rules, id) !== undefined);
}

export type RemoveOutcome =
  | { readonly is: "removed" }
  | { readonly is: "last" }
  | { readonly is: "confirm" }
  | { readonly is: "unknown" }
  | { readonly is: "gone" };

/** Takes a second factor, or what leads back to one, away; what was proved by it is no proof any more. */
export function removeCredential(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  removal: Removal,
  now: number,
): Step<RemoveOutcome> {
  const session = findSession(record, rules, ref, now);
  if (session === undefined) return { record, outcome: { is: "gone" } };
  if (!mayEnrol(record, rules, session, firstFactor(rules.catalogue).id, now).ok)
    return { record, outcome: { is: "confirm" } };
  const { strategy, credential = "" } = removal;
  if (credential !== "" && !record.credentials.some((one) => goes(removal, one)))
    return { record, outcome: { is: "unknown" } };
  if (!isRemovable(record, rules, removal)) return { record, outcome: { is: "last" } };
  const next = { ...without(record, removal), trustEpoch: record.trustEpoch + 1 };
  const about = { strategy, client: session.client, ...nameOf(record, credential) };
  const told = note(next, "factor-removed", now, about);
  const kept = keepOwnTrust(record, told, rules, session, now);
  return { record: tidy(kept, rules, now), outcome: { is: "removed" } };
}

/** Another name for one of several. Guards nothing, so a session is enough. */
export function renameCredential(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  { strategy, credential, name }: Required<Removal> & { readonly name: string },
  now: number,
): Step<{ readonly is: "renamed" | "unknown" | "gone" }> {
  if (findSession(record, rules, ref, now) === undefined) return { record, outcome: { is: "gone" } };
  const named = rules.catalogue.get(strategy)?.several !== undefined;
  if (!named || !record.credentials.some((one) => goes({ strategy, credential }, one)))
    return { record, outcome: { is: "unknown" } };
  const credentials = record.credentials.map((one) => (one.id === credential ? { ...one, name } : one));
  return { record: { ...record, credentials }, outcome: { is: "renamed" } };
}

function goes({ strategy, credential }: Removal, one: Credential): boolean {
  return one.strategy === strategy && (credential === undefined || one.id === credential);
}

function without(record: OperatorRecord, removal: Removal): OperatorRecord {
  return { ...record, credentials: record.credentials.filter((one) => !goes(removal, one)) };
}
