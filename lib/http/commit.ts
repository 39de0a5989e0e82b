import { eventsSince } from "../core/events.js";
import type { Step } from "../core/holder.js";
import type { OperatorRecord } from "../core/record.js";
import type { Rules } from "../core/rules.js";
import { operatorOf } from "../core/system.js";
import type { Parts } from "./parts.js";

/**
 * Commits one transition of an operator's record and tells what happened. `undefined` when there is no such record (any
 * more). A swap that loses runs the transition again on the record as it is then.
 */
export async function commit<Outcome>(
  parts: Parts,
  rules: Rules,
  operator: string,
  transition: (record: OperatorRecord, now: number) => Step<Outcome>,
): Promise<Outcome | undefined> {
  const done = await parts.operators.update(operator, (before) => {
    if (before === undefined) return { next: undefined, outcome: undefined };
    const { record: after, outcome } = transition(before, parts.clock());
    return { next: after, outcome: { before, after, outcome } };
  });
  if (done === undefined) return undefined;
  const events = eventsSince(done.before, done.after);
  if (events.length > 0) parts.tell(events, operatorOf(done.after, rules.system));
  return done.outcome;
}
