import { eventsSince, withMarks } from "../core/events.js";
import type { Step } from "../core/holder.js";
import type { OperatorRecord } from "../core/record.js";
import type { Rules } from "../core/rules.js";
import { operatorOf } from "../core/system.js";
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
