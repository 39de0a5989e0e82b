import { begunBy } from "./enrolment.js";
import { awaitsHandover, isHandedOver } from "./handover.js";
import { enrollable, mayEnrol } from "./permission.js";
import type { Challenge, Holder, OperatorRecord } from "./record.js";
import { recovered, waysBack } from "./recovery.js";
import { accepted, firstFactor, heldBy, type Rules, secondFactors } from "./rules.js";

/** Where a sign-in, or a session that has to prove itself again, stands: what the next page asks. */
export type Standing =
  | { readonly state: "choose" }
  | { readonly state: "challenge"; readonly strategy: string; readonly challenge?: Challenge }
  | {
      readonly state: "enrol";
      readonly confirm?: string | null;
      readonly begun?: NonNullable<Holder["begun"]>;
    }
  /** The code of a way back was right, and the second factor is the mailbox: another address. */
  | { readonly state: "email" };

/** What the person said: which strategy they would like, or only which of some will do. */
export interface Wish {
  readonly strategy?: string;
  readonly anyOf?: readonly string[];
}

/** The strategies that a challenge may be asked of now. */
export function challengeable(
  record: OperatorRecord,
  rules: Rules,
  holder: Holder,
  kind: "sign-in" | "session",
): string[] {
  // After a reset there is one way, and nothing else counts.
  const awaits = awaitsHandover(record, holder);
  const back = awaits ? [] : waysBack(record, rules).map(({ id }) => id);
  const factors = awaits ? [] : secondFactors(record, rules).map(({ id }) => id);
  if (kind === "session") {
    const first = factors.length === 0 || mfaIsOff(rules) ? [firstFactor(rules.catalogue).id] : [];
    return [...first, ...factors, ...back];
  }
  const usable = accepted(record, rules)
    .map(({ id }) => id)
    .filter((id) => factors.includes(id));
  // With nothing that the policy accepts, the strongest that is there confirms the enrolment of what it does.
  return [...(usable.length > 0 ? usable : factors), ...back];
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
  const asked = pick(challengeable(record, rules, signIn, "sign-in"), signIn, wish, now);
  const targets = enrollable(record, rules);
  if (awaitsHandover(record, signIn)) return { state: "enrol", confirm: null };
  const begun = begunBy(signIn, now);
  const under = begun === undefined ? {} : { begun };
  const wayBack = recovered(record, rules, signIn, now);
  if (wayBack) return asked ?? (targets.length > 0 ? { state: "enrol", ...under } : { state: "email" });
  const usable = offered.filter((id) => heldBy(record, rules, id) !== undefined);
  if (isHandedOver(record, signIn, now) && targets.length > 0) {
    if (asked !== undefined) return asked;
    return usable.length > 0 && begun === undefined ? { state: "choose" } : { state: "enrol", ...under };
  }
  if (usable.length === 0) {
    const [target] = targets;
    const permission =
      target === undefined
        ? ({ ok: false, confirm: null } as const)
        : mayEnrol(record, rules, signIn, target, now);
    if (permission.ok) return { state: "enrol", ...under };
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
  const ids = stepUps(record, rules, session, wish);
  const asked = pick(ids, session, wish, now);
  const only = ids.length === 1 ? ids[0] : undefined;
  return asked ?? (only === undefined ? { state: "choose" } : { state: "challenge", strategy: only });
}

/** The strategies that will do for a step-up: what the policy accepts and the operator has; the password where it is off. */
export function stepUps(record: OperatorRecord, rules: Rules, session: Holder, wish: Wish): string[] {
  const able = challengeable(record, rules, session, "session");
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
