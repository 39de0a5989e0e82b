import { unspent } from "./budget.js";
import { replaceCredential } from "./credentials.js";
import { note } from "./events.js";
import { findHolder, proofBy, type Ref, type Step, tidy, withHolder, withProof } from "./holder.js";
import { keepOwnTrust } from "./own-trust.js";
import { mayEnrol } from "./permission.js";
import type { Credential, OperatorRecord, Session } from "./record.js";
import type { Rules } from "./rules.js";

export type PasswordOutcome =
  | { readonly is: "changed" }
  | { readonly is: "confirm"; readonly confirm: string | null }
  | { readonly is: "gone" };

/**
 * A new first factor from a session that has just proved who it is. It ends every other session (their proof was of the
 * old one) and opens again what too many wrong codes had closed: whoever knew the old password is out.
 */
export function changeFirstFactor(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  credential: Credential,
  now: number,
): Step<PasswordOutcome> {
  const holder = findHolder(record, rules, ref, now);
  if (holder === undefined || ref.kind !== "session") return { record, outcome: { is: "gone" } };
  const permission = mayEnrol(record, rules, holder, credential.strategy, now);
  if (!permission.ok) return { record, outcome: { is: "confirm", confirm: permission.confirm } };
  const { suspectSince: _, ...known } = replaceCredential(record, credential);
  const replaced = { ...known, codes: unspent, signIns: [] };
  const proof = proofBy(credential, now);
  const own = withHolder<Session>(replaced, ref, (session) => withProof(session, proof));
  const kept = { ...own, sessions: own.sessions.filter(({ id }) => id === ref.id) };
  const told = note(kept, "replaced", now, { strategy: credential.strategy, client: holder.client });
  const trusted = keepOwnTrust(record, told, rules, withProof(holder, proof), now);
  return { record: tidy(trusted, rules, now), outcome: { is: "changed" } };
}
