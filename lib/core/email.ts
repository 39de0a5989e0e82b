import type { Proof } from "../contract/index.js";
import { mayEnrol } from "./enrolment.js";
import { note } from "./events.js";
import { findSession, type Ref, type Step, withHolder } from "./holder.js";
import { newEmailLife } from "./numbers.js";
import { paySend, sendWait } from "./payer.js";
import type { OperatorRecord, Session } from "./record.js";
import { firstFactor, heldBy, type Rules } from "./rules.js";

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

/** Keeps the address with the session that asks for it; nothing of the operator's changes until its code has come back. */
export function beginEmail(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  { email, mac }: NewEmail,
  now: number,
): Step<BeginEmailOutcome> {
  const session = findSession(record, rules, ref, now);
  if (session === undefined) return { record, outcome: { is: "gone" } };
  if (!mayEnrol(record, rules, session, firstFactor(rules.catalogue).id, now).ok)
    return { record, outcome: { is: "confirm" } };
  const wait = sendWait(record, ref, session, now);
  if (wait > 0) return { record, outcome: { is: "wait", wait } };
  const newEmail = { email, mac, at: now, expires: now + newEmailLife, failed: 0 };
  const next = withHolder<Session>(paySend(record, ref, session, now), ref, (kept) => ({
    ...kept,
    newEmail,
  }));
  return { record: note(next, "code-sent", now, { client: session.client }), outcome: { is: "begun" } };
}

export type ConfirmEmailOutcome =
  | { readonly is: "changed"; readonly before: string | undefined }
  | { readonly is: "wrong" }
  | { readonly is: "turn" }
  | { readonly is: "gone" };

/** Of a million codes five may be tried; then another one has to be sent. */
const mostFailures = 5;

/**
 * The code came back, so the address is theirs. What was proved by the old one is no proof any more, and no browser is
 * trusted any longer; the session that did it has just proved the new one.
 */
export function confirmEmail(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  { mac, right }: { readonly mac: string; readonly right: boolean },
  now: number,
): Step<ConfirmEmailOutcome> {
  const session = findSession(record, rules, ref, now);
  if (session === undefined) return { record, outcome: { is: "gone" } };
  const { newEmail, ...rest } = session;
  if (newEmail === undefined || newEmail.mac !== mac || newEmail.expires <= now)
    return { record, outcome: { is: "turn" } };
  if (!right) {
    const failed = newEmail.failed + 1;
    const next = withHolder<Session>(record, ref, () =>
      failed < mostFailures ? { ...rest, newEmail: { ...newEmail, failed } } : rest,
    );
    return { record: next, outcome: { is: "wrong" } };
  }
  const changed = { ...record, email: newEmail.email, trustEpoch: record.trustEpoch + 1 };
  const proofs = renewed(rest.proofs, record, changed, rules, now);
  const next = withHolder<Session>(changed, ref, () => ({ ...rest, proofs }));
  return {
    record: note(next, "email-changed", now, { client: session.client }),
    outcome: { is: "changed", before: record.email },
  };
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
    return [{ strategy, credential: held.id, at: now, via: "challenge" }];
  });
  return [...proofs.filter((proof) => !fresh.some(({ strategy }) => strategy === proof.strategy)), ...fresh];
}
