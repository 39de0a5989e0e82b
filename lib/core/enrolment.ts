import type { EnrolmentFinding, Json, Proof } from "../contract/index.js";
import { unspent } from "./budget.js";
import { isFull, replaceCredential, replacedBy, withCredential } from "./credentials.js";
import { satisfied, standing } from "./decide.js";
import { note } from "./events.js";
import { awaitsHandover, isHandedOver } from "./handover.js";
import { findHolder, proofBy, type Ref, type Step, tidy, withHolder, withProof } from "./holder.js";
import { isInvited } from "./invitation.js";
import { freshFor, signInLife } from "./numbers.js";
import { keepOwnTrust } from "./own-trust.js";
import type { Credential, Holder, OperatorRecord, Session, SignIn } from "./record.js";
import { isWayBack, preparable, recovered } from "./recovery.js";
import { accepted, heldBy, type Rules, secondFactors } from "./rules.js";
import { complete, type FreshTokens } from "./sign-in.js";

/**
 * May this client bind a new credential now? Whoever holds only the password may not: what guards the factors is a
 * fresh pass of the strongest factor that is there. Where there is none, an engineer has to open the way.
 */
export type Permission =
  | { readonly ok: true }
  /** The strategy to pass first; `null`: a code from an engineer, and there is none. */
  | { readonly ok: false; readonly confirm: string | null };

/** @param begun when it was begun: what opened the way then may be old by now, but not gone */
export function mayEnrol(
  record: OperatorRecord,
  rules: Rules,
  holder: Holder,
  strategyId: string,
  now: number,
  begun = now,
): Permission {
  const factors = secondFactors(record, rules);
  const stage = rules.catalogue.get(strategyId)?.stage;
  if (isInvited(record, rules, holder, begun)) return { ok: true };
  if (stage !== "first" && awaitsHandover(record, holder)) return { ok: false, confirm: null };
  if (stage === "second" && (recovered(record, rules, holder, begun) || isHandedOver(record, holder, begun)))
    return { ok: true };
  if (factors.length === 0) {
    // The password alone guards the password. For a second factor it is not enough, unless an engineer said so.
    if (stage === "first") return freshly(record, rules, holder, [strategyId], now, begun);
    const open = (rules.system.policy.openEnrolmentUntil ?? 0) > begun;
    return open ? { ok: true } : { ok: false, confirm: null };
  }
  const strongest = factors.filter(({ strength }) => strength === factors[0]?.strength).map(({ id }) => id);
  return freshly(record, rules, holder, strongest, now, begun);
}

function freshly(
  record: OperatorRecord,
  rules: Rules,
  holder: Holder,
  strategies: readonly string[],
  now: number,
  begun: number,
): Permission {
  const fresh = standing(record, rules, holder, now).some(
    (proof) =>
      strategies.includes(proof.strategy) && proof.via === "challenge" && begun - proof.at <= freshFor,
  );
  return fresh ? { ok: true } : { ok: false, confirm: strategies[0] ?? null };
}

/** The second factors that this operator could enrol: those the policy accepts; where MFA is off, all. */
export function enrollable(record: OperatorRecord, rules: Rules): string[] {
  const all = [...rules.catalogue.values()].filter(({ stage }) => stage === "second");
  const offered = rules.system.policy.strategies.length === 0 ? all : accepted(record, rules);
  return offered.filter((strategy) => strategy.enrol !== undefined).map(({ id }) => id);
}

/** All that this operator could set up or make anew, the ways back included. */
export function obtainable(record: OperatorRecord, rules: Rules): string[] {
  return [...enrollable(record, rules), ...preparable(record, rules)];
}

export type BeginOutcome =
  | { readonly is: "begun" }
  | { readonly is: "confirm"; readonly confirm: string | null }
  | { readonly is: "turn" }
  | { readonly is: "gone" };

/** Keeps what was begun with the client; nothing of the operator's changes until the new credential was proved. */
export function beginEnrolment(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  begun: { readonly id: string; readonly strategy: string; readonly data: Json },
  now: number,
): Step<BeginOutcome> {
  const holder = findHolder(record, rules, ref, now);
  if (holder === undefined) return { record, outcome: { is: "gone" } };
  if (!obtainable(record, rules).includes(begun.strategy)) return { record, outcome: { is: "turn" } };
  if (isFull(record, rules, begun.strategy) && !recovered(record, rules, holder, now))
    return { record, outcome: { is: "turn" } };
  const permission = mayEnrol(record, rules, holder, begun.strategy, now);
  if (!permission.ok) return { record, outcome: { is: "confirm", confirm: permission.confirm } };
  const next = withHolder<Holder>(record, ref, (kept) => ({ ...kept, begun: { ...begun, at: now } }));
  return { record: tidy(next, rules, now), outcome: { is: "begun" } };
}

/** The enrolment under way, while it is good. */
export function begunBy(holder: Holder, now: number): Holder["begun"] {
  return holder.begun !== undefined && now - holder.begun.at < signInLife ? holder.begun : undefined;
}

export interface FinishEnrolment {
  /** The enrolment whose data the judge saw. */
  readonly id: string;
  readonly strategy: string;
  /** For the new credential. */
  readonly credential: string;
  readonly finding: EnrolmentFinding<Json>;
  readonly trust: boolean;
  readonly fresh: FreshTokens;
}

export type FinishOutcome =
  | { readonly is: "enrolled" }
  | { readonly is: "signed-in"; readonly device: boolean }
  | { readonly is: "wrong" }
  | { readonly is: "gone" }
  | { readonly is: "turn" };

/** A credential whose first code was right takes the place of any older one; a sign-in that waited for it goes on. */
export function finishEnrolment(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  finish: FinishEnrolment,
  now: number,
): Step<FinishOutcome> {
  const holder = findHolder(record, rules, ref, now);
  if (holder === undefined) return { record, outcome: { is: "gone" } };
  const begun = begunBy(holder, now);
  if (begun?.id !== finish.id) return { record, outcome: { is: "turn" } };
  // A mailbox replaces no app that came meanwhile, and a code that was replaced lets nobody in.
  if (!mayEnrol(record, rules, holder, finish.strategy, now, begun.at).ok)
    return { record, outcome: { is: "turn" } };
  if (!finish.finding.right) {
    const { begun: data } = finish.finding;
    if (data === undefined) return { record, outcome: { is: "wrong" } };
    const again = withHolder<Holder>(record, ref, (kept) =>
      kept.begun === undefined ? kept : { ...kept, begun: { ...kept.begun, data } },
    );
    return { record: again, outcome: { is: "wrong" } };
  }
  const { strategy, credential: id } = finish;
  const { own, name, amr } = finish.finding;
  const credential: Credential = { id, strategy, at: now, own, ...(name !== undefined && { name }) };
  const gone = replacedBy(record, rules, holder, credential, now);
  const { several } = rules.catalogue.get(strategy) ?? {};
  const kept = record.credentials.filter((one) => one.strategy === strategy && !gone.includes(one.id));
  if (several !== undefined && kept.length >= several.most) return { record, outcome: { is: "turn" } };
  const type =
    gone.length > 0 || (several === undefined && heldBy(record, rules, strategy)) ? "replaced" : "enrolled";
  const details = name === undefined ? {} : { details: [{ name: "credential" as const, after: name }] };
  const about = { strategy, client: holder.client, ...details };
  if (isWayBack(rules, strategy)) {
    // It proves nothing, and what browsers are trusted to remember is as it was.
    const next = withHolder<Holder>(withCredential(record, credential, gone), ref, withoutBegun);
    return { record: tidy(note(next, type, now, about), rules, now), outcome: { is: "enrolled" } };
  }
  const proof: Proof = {
    ...{ strategy, credential: id, at: now, via: "challenge" },
    ...(amr !== undefined && { amr }),
  };
  const proved = withProof(withoutBegun(holder), proof);
  const replaced = replaceCredential(record, credential, gone);
  const known = { ...note(replaced, type, now, about), preferred: strategy };
  if (ref.kind === "sign-in") {
    const signIn: SignIn = proved;
    if (satisfied(rules, standing(known, rules, signIn, now))) {
      return complete(known, rules, signIn, finish.fresh, finish.trust ? proof : undefined, now);
    }
  }
  const next = withHolder<Holder>(known, ref, (kept) => withProof(withoutBegun(kept), proof));
  const trusted = keepOwnTrust(record, next, rules, proved, now);
  return { record: tidy(trusted, rules, now), outcome: { is: "enrolled" } };
}

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

function withoutBegun<H extends Holder>(holder: H): H {
  const { begun: _, ...rest } = holder;
  return rest as H;
}
