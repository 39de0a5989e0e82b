import type { Finding, Proof } from "../contract/index.js";
import { giveBack } from "./budget.js";
import { withoutChallenge } from "./challenge.js";
import { satisfied, standing } from "./decide.js";
import { note, noteCopied } from "./events.js";
import { findHolder, type Ref, type Step, tidy, withDevice, withHolder, withProof } from "./holder.js";
import { challengeable } from "./next.js";
import { chargeFor, gate, returnSend, suspect } from "./payer.js";
import type { Holder, OperatorRecord, Session, SignIn } from "./record.js";
import { isWayBack } from "./recovery.js";
import { heldAs, type Rules } from "./rules.js";
import { complete, consume, type FreshTokens, isCopy } from "./sign-in.js";

/** An input that was judged outside, and against what. */
export interface Answer {
  readonly strategy: string;
  readonly credential: string;
  /** The challenge whose data the judge saw. */
  readonly challenge?: string;
  readonly finding: Finding;
  /** The operator asked to trust this browser or app. */
  readonly trust: boolean;
  readonly fresh: FreshTokens;
}

export type AnswerOutcome =
  | { readonly is: "signed-in"; readonly device: boolean }
  /** Something was proved, but the policy asks for more. */
  | { readonly is: "pending" }
  /** A session has a fresh proof, and a new token. */
  | { readonly is: "stepped-up" }
  | { readonly is: "wrong" }
  | { readonly is: "used" }
  | { readonly is: "expired" }
  | { readonly is: "wait"; readonly wait: number }
  | { readonly is: "closed" }
  | { readonly is: "gone" }
  | { readonly is: "turn" };

/**
 * Commits what a judge found. Budget, credential and challenge are looked at once more on the record as it is now, so
 * that of any number of answers at once exactly as many are told as the budget has, and a code is used once.
 */
export function answer(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  given: Answer,
  now: number,
): Step<AnswerOutcome> {
  const stay = (outcome: AnswerOutcome): Step<AnswerOutcome> => ({ record, outcome });
  const holder = findHolder(record, rules, ref, now);
  if (holder === undefined) return stay({ is: "gone" });
  const passage = gate(record, holder, now, rules.catalogue.get(given.strategy)?.stage);
  if (!passage.open) return stay("closed" in passage ? { is: "closed" } : { is: "wait", wait: passage.wait });
  if (!challengeable(record, rules, holder, ref.kind).includes(given.strategy)) return stay({ is: "turn" });
  if (heldAs(record, rules, given.strategy, given.credential) === undefined) return stay({ is: "turn" });
  const { challenge: challenges, several } = rules.catalogue.get(given.strategy) ?? {};
  if (challenges !== undefined) {
    const { challenge } = holder;
    if (challenge === undefined || challenge.id !== given.challenge) return stay({ is: "turn" });
    if (several === undefined && challenge.credential !== given.credential) return stay({ is: "turn" });
    if (challenge.expires <= now) return stay({ is: "expired" });
  }
  const { strategy, finding } = given;
  const context = { strategy, client: holder.client };
  const copied = isCopy(record, rules, given, finding, now);
  if (!finding.right || copied) {
    const known = passage.payer === "device" ? { known: true as const } : {};
    const failed = chargeFor(record, ref, holder, passage.payer, now);
    const charged = copied
      ? noteCopied(failed, given, holder.client, now)
      : note(failed, "code-wrong", now, { ...context, ...known });
    const told = suspect(charged) && !suspect(record) ? note(charged, "closed", now, context) : charged;
    return { record: tidy(told, rules, now), outcome: { is: "wrong" } };
  }
  const consumed = consume(record, rules, given, finding, now);
  if (consumed === undefined) {
    return { record: tidy(note(record, "code-used", now, context), rules, now), outcome: { is: "used" } };
  }
  const { amr } = finding;
  const proof: Proof = {
    strategy,
    credential: given.credential,
    at: now,
    via: "challenge",
    ...(amr !== undefined && { amr }),
  };
  return prove(consumed, rules, ref, holder, proof, given, now);
}

function prove(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  holder: Holder,
  proof: Proof,
  given: Answer,
  now: number,
): Step<AnswerOutcome> {
  const paid = holder.challenge?.strategy === proof.strategy ? holder.challenge.paid : undefined;
  const refunded = paid === undefined ? record : returnSend(record, ref, holder, paid);
  const stage = rules.catalogue.get(proof.strategy)?.stage;
  const preferred = stage === "second" ? { ...refunded, preferred: proof.strategy } : refunded;
  const { client } = holder;
  const known =
    stage === "recovery"
      ? note(preferred, "recovered", now, { strategy: proof.strategy, client })
      : preferred;
  const proved: Holder = withProof(withoutChallenge(holder), proof);
  if (ref.kind === "session") return stepUp(known, rules, ref, proved, given, now);
  const signIn: SignIn = proved;
  if (!satisfied(rules, standing(known, rules, signIn, now))) {
    return {
      record: tidy(
        withHolder<Holder>(known, ref, () => signIn),
        rules,
        now,
      ),
      outcome: { is: "pending" },
    };
  }
  return complete(known, rules, signIn, given.fresh, given.trust ? proof : undefined, now);
}

/** A fresh proof in a session: a new secret, the old one dead (ASVS 7.2.4); its own failures are forgiven. */
function stepUp(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  proved: Holder,
  given: Answer,
  now: number,
): Step<AnswerOutcome> {
  const { failed } = proved;
  const forgiven = withDevice(
    { ...record, codes: giveBack(record.codes, failed.strangers) },
    proved.device,
    (device) => ({ ...device, codes: giveBack(device.codes, failed.device) }),
  );
  const renewed = withHolder<Session>(forgiven, ref, (session) => ({
    ...withoutChallenge(session),
    proofs: proved.proofs,
    hash: given.fresh.token.hash,
    failed: { device: {}, strangers: {} },
    used: now,
  }));
  // What leads back is noted as that: it is no step up.
  const told = isWayBack(rules, given.strategy)
    ? renewed
    : note(renewed, "stepped-up", now, { strategy: given.strategy, client: proved.client });
  return { record: tidy(told, rules, now), outcome: { is: "stepped-up" } };
}
