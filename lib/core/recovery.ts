import type { Strategy } from "../contract/index.js";
import { standing } from "./decide.js";
import { note } from "./events.js";
import type { Step } from "./holder.js";
import { freshFor, ticketLife } from "./numbers.js";
import type { Holder, OperatorRecord } from "./record.js";
import { heldBy, type Rules, secondFactors } from "./rules.js";

/** The ways back that this operator has: each leads to a new second factor, and nowhere else. One that is used up is none. */
export function waysBack(record: OperatorRecord, rules: Rules): Strategy[] {
  return recoveryStrategies(rules).filter((strategy) => {
    const held = heldBy(record, rules, strategy.id);
    return held !== undefined && strategy.left?.(held.own) !== 0;
  });
}

/** Those that can be made, or made anew: there is a way back only to something. */
export function preparable(record: OperatorRecord, rules: Rules): string[] {
  if (secondFactors(record, rules).length === 0) return [];
  return recoveryStrategies(rules)
    .filter(({ enrol }) => enrol !== undefined)
    .map(({ id }) => id);
}

/** Has this client just shown a code that leads back? */
export function recovered(record: OperatorRecord, rules: Rules, holder: Holder, now: number): boolean {
  return standing(record, rules, holder, now).some(
    ({ strategy, at }) => isWayBack(rules, strategy) && now - at <= freshFor,
  );
}

export function isWayBack({ catalogue }: Rules, strategyId: string): boolean {
  return catalogue.get(strategyId)?.stage === "recovery";
}

/**
 * An old copy of the record was put back: codes that had been used are good again in it, so none of them is any more. A code
 * that was given out is too old; whoever waits for one still does.
 */
export function afterRestore(record: OperatorRecord, rules: Rules, now: number): Step<undefined> {
  const { invitation, handover } = record;
  const next: OperatorRecord = {
    ...record,
    credentials: record.credentials.filter(({ strategy }) => !isWayBack(rules, strategy)),
    signIns: [],
    sessions: [],
    devices: [],
    // Which tickets were spent since is known to nobody any more.
    spentUntil: now + ticketLife,
    ...(invitation !== undefined && {
      invitation: { ...invitation, expires: 0 },
    }),
    ...(handover !== undefined && { handover: { ...handover, expires: 0 } }),
  };
  return { record: note(next, "restored", now), outcome: undefined };
}

function recoveryStrategies({ catalogue }: Rules): Strategy[] {
  return [...catalogue.values()].filter(({ stage }) => stage === "recovery");
}
