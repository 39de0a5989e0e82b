import { eventsSince, withMarks } from "../core/events.js";
import type { Step } from "../core/holder.js";
import type { OperatorRecord } from "../core/record.js";
import type { Rules } from "../core/rules.js";
import { operatorOf } from "../core/system.js";
import { MfaError } from "../errors/index.js";
import type { Caller } from "./caller.js";
import type { Parts } from "./parts.js";

/**
 * Commits one transition of an operator's record and tells what happened; the step that was committed is the answer,
 * `undefined` when there is no such record (any more). A swap that loses runs the transition again on the record as it is
 * then.
 */
export async function commit<Outcome>(
  parts: Parts,
  rules: Rules,
  operator: string,
  transition: (record: OperatorRecord, now: number) => Step<Outcome>,
): Promise<Step<Outcome> | undefined> {
  const done = await parts.operators.update(operator, (before) => {
    if (before === undefined) return { next: undefined, outcome: undefined };
    const step = transition(before, parts.clock());
    const next = step.record === before ? before : withMarks(step.record, parts.marksOf(operator));
    return { next, outcome: { before, step } };
  });
  if (done === undefined) return undefined;
  const { before, step } = done;
  const events = eventsSince(before, step.record);
  if (events.length > 0) parts.tell(events, operatorOf(step.record, rules.system));
  return step;
}

/** The same by a caller, on their own record. Throws `ERR_MFA_SIGN_IN` where their sign-in or session has ended meanwhile. */
export async function commitAs<Outcome extends { readonly is: string }>(
  parts: Parts,
  { rules, operator }: Pick<Caller, "rules" | "operator">,
  transition: (record: OperatorRecord, now: number) => Step<Outcome>,
): Promise<Step<Exclude<Outcome, { readonly is: "gone" }>>> {
  const step = await commit(parts, rules, operator.id, transition);
  if (step === undefined || step.outcome.is === "gone") throw new MfaError("ERR_MFA_SIGN_IN");
  return step as Step<Exclude<Outcome, { readonly is: "gone" }>>;
}
