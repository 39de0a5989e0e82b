import { begunBy, enrollable, mayEnrol } from "./enrolment.js";
import type { Challenge, Holder, OperatorRecord } from "./record.js";
import { accepted, firstFactor, heldBy, type Rules, secondFactors } from "./rules.js";

/** Where a sign-in, or a session that has to prove itself again, stands: what the next page asks. */
export type Standing =
  | { readonly state: "choose" }
  | { readonly state: "challenge"; readonly strategy: string; readonly challenge?: Challenge }
  | {
      readonly state: "enrol";
      readonly confirm?: string | null;
      readonly begun?: NonNullable<Holder["begun"]>;
    };

/** What the person said: which strategy they would like, or only which of some will do. */
export interface Wish {
  readonly strategy?: string;
  readonly anyOf?: readonly string[];
}

/** The strategies that a challenge may be asked of now. */
export function challengeable(record: OperatorRecord, rules: Rules, kind: "sign-in" | "session"): string[] {
  const factors = secondFactors(record, rules).map(({ id }) => id);
  if (kind === "session")
    return factors.length === 0 || mfaIsOff(rules) ? [firstFactor(rules.catalogue).id, ...factors] : factors;
  const usable = accepted(record, rules)
    .map(({ id }) => id)
    .filter((id) => factors.includes(id));
  // With nothing that the policy accepts, the strongest that is there confirms the enrolment of what it does.
  return usable.length > 0 ? usable : factors;
}

export function mfaIsOff(rules: Rules): boolean {
  return rules.system.policy.strategies.length === 0;
}

/** What a pending sign-in has to do next. */
export function nextOfSignIn(
  record: OperatorRecord,
  rules: Rules,
  signIn: Holder,
  wish: Wish,
  now: number,
): Standing {
  const offered = accepted(record, rules).map(({ id }) => id);
  const usable = offered.filter((id) => heldBy(record, rules, id) !== undefined);
  const asked = pick(challengeable(record, rules, "sign-in"), signIn, wish, now);
  if (usable.length === 0) {
    const target = enrollable(record, rules)[0];
    const permission =
      target === undefined
        ? ({ ok: false, confirm: null } as const)
        : mayEnrol(record, rules, signIn, target, now);
    if (permission.ok) {
      const begun = begunBy(signIn, now);
      return begun === undefined ? { state: "enrol" } : { state: "enrol", begun };
    }
    return asked ?? { state: "enrol", confirm: permission.confirm };
  }
  const only = offered.length === 1 ? usable[0] : undefined;
  return asked ?? (only === undefined ? { state: "choose" } : { state: "challenge", strategy: only });
}

/** What a session does to prove itself again: for a route that asks for it, or to change its factors. */
export function nextOfStepUp(
  record: OperatorRecord,
  rules: Rules,
  session: Holder,
  wish: Wish,
  now: number,
): Standing {
  const ids = stepUps(record, rules, wish);
  const asked = pick(ids, session, wish, now);
  const only = ids.length === 1 ? ids[0] : undefined;
  return asked ?? (only === undefined ? { state: "choose" } : { state: "challenge", strategy: only });
}

/** The strategies that will do for a step-up: what the policy accepts and the operator has; the password where it is off. */
export function stepUps(record: OperatorRecord, rules: Rules, wish: Wish): string[] {
  const able = challengeable(record, rules, "session");
  const { anyOf } = wish;
  if (anyOf !== undefined) return able.filter((id) => anyOf.includes(id));
  if (mfaIsOff(rules)) return able.slice(0, 1);
  return accepted(record, rules)
    .map(({ id }) => id)
    .filter((id) => able.includes(id));
}

function pick(ids: readonly string[], holder: Holder, wish: Wish, now: number): Standing | undefined {
  const { challenge } = holder;
  const live = challenge !== undefined && challenge.expires > now ? challenge : undefined;
  const strategy = wish.strategy ?? live?.strategy;
  if (strategy === undefined || !ids.includes(strategy)) return undefined;
  return live?.strategy === strategy
    ? { state: "challenge", strategy, challenge: live }
    : { state: "challenge", strategy };
}
