import type { Proof } from "../contract/index.js";
import { satisfied, standing } from "./decide.js";
import { note } from "./events.js";
import { findHolder, proofBy, type Ref, type Step, tidy, withHolder } from "./holder.js";
import { newEmailLife } from "./numbers.js";
import { keepOwnTrust } from "./own-trust.js";
import { paySend, sendWait } from "./payer.js";
import { enrollable, mayEnrol } from "./permission.js";
import type { Holder, OperatorRecord } from "./record.js";
import { recovered } from "./recovery.js";
import { firstFactor, heldBy, type Rules } from "./rules.js";
import { complete, type FreshTokens } from "./sign-in.js";

/** A new address, and the keyed hash of the code that was made for it. */
export interface NewEmail {
  readonly email: string;
  readonly mac: string;
}

export type BeginEmailOutcome =
  | { readonly is: "begun" }
  | { readonly is: "wait"; readonly wait: number }
  | { readonly is: "confirm" }
  | { readonly is: "gone" };

/**
 * May this client give another address? What guards the factors guards it; and where a mailbox is the factor, what leads
 * back leads to another mailbox.
 */
export function mayChangeEmail(record: OperatorRecord, rules: Rules, holder: Holder, now: number): boolean {
  if (mayEnrol(record, rules, holder, firstFactor(rules.catalogue).id, now).ok) return true;
  return enrollable(record, rules).length === 0 && recovered(record, rules, holder, now);
}

/** Keeps the address with the client that asks for it; nothing of the operator's changes until its code has come back. */
export function beginEmail(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  { email, mac }: NewEmail,
  now: number,
): Step<BeginEmailOutcome> {
  const holder = findHolder(record, rules, ref, now);
  if (holder === undefined) return { record, outcome: { is: "gone" } };
  if (!mayChangeEmail(record, rules, holder, now)) return { record, outcome: { is: "confirm" } };
  const wait = sendWait(record, ref, holder, now);
  if (wait > 0) return { record, outcome: { is: "wait", wait } };
  const newEmail = { email, mac, at: now, expires: now + newEmailLife, failed: 0 };
  const next = withHolder<Holder>(paySend(record, ref, holder, now), ref, (kept) => ({
    ...kept,
    newEmail,
  }));
  return { record: note(next, "code-sent", now, { client: holder.client }), outcome: { is: "begun" } };
}

export type ConfirmEmailOutcome =
  | { readonly is: "changed" }
  /** The same, and a sign-in that waited for it is complete. */
  | { readonly is: "signed-in"; readonly device: boolean }
  | { readonly is: "wrong" }
  | { readonly is: "turn" }
  | { readonly is: "gone" };

/** Of a million codes five may be tried; then another one has to be sent. */
const mostFailures = 5;

/**
 * The code came back, so the address is theirs. What was proved by the old one is no proof any more, and no browser is
 * trusted any longer; the client that did it has just proved the new one, which may be all that its sign-in lacked.
 */
export function confirmEmail(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  { mac, right, fresh }: { readonly mac: string; readonly right: boolean; readonly fresh: FreshTokens },
  now: number,
): Step<ConfirmEmailOutcome> {
  const holder = findHolder(record, rules, ref, now);
  if (holder === undefined) return { record, outcome: { is: "gone" } };
  const { newEmail, ...rest } = holder;
  if (newEmail === undefined || newEmail.mac !== mac || newEmail.expires <= now)
    return { record, outcome: { is: "turn" } };
  if (!right) {
    const failed = newEmail.failed + 1;
    const next = withHolder<Holder>(record, ref, ({ newEmail: _, ...kept }) =>
      failed < mostFailures ? { ...kept, newEmail: { ...newEmail, failed } } : kept,
    );
    return { record: next, outcome: { is: "wrong" } };
  }
  if (!mayChangeEmail(record, rules, holder, now)) return { record, outcome: { is: "turn" } };
  const changed = { ...record, email: newEmail.email, trustEpoch: record.trustEpoch + 1 };
  const proofs = renewed(rest.proofs, record, changed, rules, now);
  const before = record.email;
  const details = [
    { name: "email", ...(before !== undefined && { before }), after: newEmail.email } as const,
  ];
  const told = note(changed, "email-changed", now, { client: holder.client, details });
  const proved: Holder = { ...rest, proofs };
  if (ref.kind === "sign-in" && satisfied(rules, standing(told, rules, proved, now))) {
    const step = complete(told, rules, proved, fresh, undefined, now);
    return { record: step.record, outcome: step.outcome };
  }
  const next = withHolder<Holder>(told, ref, ({ newEmail: _, ...kept }) => ({ ...kept, proofs }));
  const kept = keepOwnTrust(record, next, rules, proved, now);
  return { record: tidy(kept, rules, now), outcome: { is: "changed" } };
}

/** What follows from the address is another credential now, which was passed just then. */
function renewed(
  proofs: readonly Proof[],
  before: OperatorRecord,
  after: OperatorRecord,
  rules: Rules,
  now: number,
): readonly Proof[] {
  const fresh = [...rules.catalogue.keys()].flatMap((strategy): Proof[] => {
    const held = heldBy(after, rules, strategy);
    if (held === undefined || held.id === heldBy(before, rules, strategy)?.id) return [];
    return [proofBy({ strategy, id: held.id }, now)];
  });
  return [...proofs.filter((proof) => !fresh.some(({ strategy }) => strategy === proof.strategy)), ...fresh];
}
