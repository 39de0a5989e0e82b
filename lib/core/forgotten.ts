import type { Finding } from "../contract/index.js";
import { unspent, waiting } from "./budget.js";
import { replaceCredential } from "./credentials.js";
import { note } from "./events.js";
import type { Step } from "./holder.js";
import { isOpen } from "./one-time-code.js";
import { chargeRecovery, chargeStrangers, suspect } from "./payer.js";
import type { Client, Credential, OperatorRecord } from "./record.js";
import { heldAs, heldBy, type Rules } from "./rules.js";
import { endAll } from "./session.js";
import { consume } from "./sign-in.js";

/** What stands beside the code from the mail: a second factor that is no mailbox, or the code that an engineer handed over. */
export type Beside =
  | { readonly strategy: string; readonly credential: string; readonly finding: Finding }
  | { readonly handover: string };

export type ForgottenOutcome =
  | { readonly is: "changed" }
  | { readonly is: "wrong" }
  | { readonly is: "used" }
  | { readonly is: "closed" }
  | { readonly is: "wait"; readonly wait: number };

/** May this operator get a new password by mail at all? Nobody comes in by it who has never been in. */
export function isForgetful(record: OperatorRecord, rules: Rules, first: string): boolean {
  const { enabled, invitation, email } = record;
  return (
    enabled &&
    rules.catalogue.get(first)?.enrol !== undefined &&
    email !== undefined &&
    invitation === undefined &&
    heldBy(record, rules, first) !== undefined
  );
}

/**
 * A new first factor without the old one: the mailbox alone is never enough. It ends all that is signed in, trusted or known,
 * and signs nobody in: who sets it goes on to sign in with it, and their second factor. A handover code stays good for that.
 */
export function resetForgotten(
  record: OperatorRecord,
  rules: Rules,
  given: { readonly credential: Credential; readonly beside: Beside; readonly client: Client },
  now: number,
): Step<ForgottenOutcome> {
  const { credential, beside, client } = given;
  if (!isForgetful(record, rules, credential.strategy)) return { record, outcome: { is: "wrong" } };
  if ("handover" in beside) {
    const { handover, recoveries = unspent } = record;
    const wait = waiting(recoveries, now);
    if (wait > 0) return { record, outcome: { is: "wait", wait } };
    if (handover === undefined || handover.hash !== beside.handover || !isOpen(handover, now)) {
      const told = note(chargeRecovery(record, now), "handover-wrong", now, { client });
      return { record: told, outcome: { is: "wrong" } };
    }
    return changed(record, credential, client, now);
  }
  const { strategy, finding } = beside;
  if (suspect(record)) return { record, outcome: { is: "closed" } };
  const wait = waiting(record.codes, now);
  if (wait > 0) return { record, outcome: { is: "wait", wait } };
  if (!finding.right || heldAs(record, rules, strategy, beside.credential) === undefined) {
    const told = note(chargeStrangers(record, now), "code-wrong", now, { strategy, client });
    return { record: told, outcome: { is: "wrong" } };
  }
  const consumed = consume(record, rules, beside, finding, now);
  if (consumed === undefined) return { record, outcome: { is: "used" } };
  return changed(consumed, credential, client, now);
}

function changed(
  record: OperatorRecord,
  credential: Credential,
  client: Client,
  now: number,
): Step<ForgottenOutcome> {
  const { suspectSince: _, ...replaced } = replaceCredential(
    endAll(record, now, { client }).record,
    credential,
  );
  const told = note({ ...replaced, codes: unspent }, "replaced", now, {
    strategy: credential.strategy,
    client,
  });
  return { record: told, outcome: { is: "changed" } };
}
