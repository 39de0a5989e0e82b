import { standing } from "./decide.js";
import { awaitsHandover, isHandedOver } from "./handover.js";
import { isInvited } from "./invitation.js";
import { freshFor } from "./numbers.js";
import type { Holder, OperatorRecord } from "./record.js";
import { preparable, recovered } from "./recovery.js";
import { accepted, type Rules, secondFactors } from "./rules.js";

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
