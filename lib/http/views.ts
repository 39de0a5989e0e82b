import type {
  NewEmailView,
  Operator,
  OperatorView,
  Purpose,
  SentView,
  SetupChoice,
  StrategyView,
  View,
} from "../contract/index.js";
import { decide } from "../core/decide.js";
import { begunBy } from "../core/enrolment.js";
import { awaitsHandover } from "../core/handover.js";
import { nextOfSignIn, nextOfStepUp, type Standing, stepUps } from "../core/next.js";
import { second } from "../core/numbers.js";
import { sendWait, suspect } from "../core/payer.js";
import { obtainable } from "../core/permission.js";
import type { Challenge, Session } from "../core/record.js";
import { isWayBack, recovered, waysBack } from "../core/recovery.js";
import { accepted, heldBy } from "../core/rules.js";
import { choiceOf } from "../core/settings.js";
import type { Caller } from "./caller.js";
import type { Carried, Exchange } from "./exchange.js";
import { withHostLogin } from "./host-login.js";
import type { Parts } from "./parts.js";
import { servicesFor } from "./services.js";
import { setupModes, setupView } from "./setup-view.js";

/** Where the caller stands, as data: rendered as a page or as JSON. */
export async function viewOf(x: Exchange, caller: Caller | undefined, carried: Carried): Promise<View> {
  return withHostLogin(x.parts, await whereNow(x, caller, carried));
}

async function whereNow(x: Exchange, caller: Caller | undefined, carried: Carried): Promise<View> {
  const { returnTo } = carried;
  const back = returnTo === undefined ? {} : { returnTo };
  if (caller === undefined) return entrance(x, back);
  const { record, rules, holder, ref } = caller;
  const now = x.parts.clock();
  const operator = operatorView(caller.operator);
  if (ref.kind === "sign-in") {
    const ids = [...accepted(record, rules), ...waysBack(record, rules)].map(({ id }) => id);
    return standingView(x, caller, nextOfSignIn(record, rules, holder, carried, now), ids, "sign-in", back);
  }
  if (!decide(record, rules, holder as Session, {}, now).ok) return { state: "sign-in", ...back };
  if (carried.enrol !== undefined) {
    const begun = begunBy(holder, now);
    if (begun?.strategy === carried.enrol) {
      return standingView(x, caller, { state: "enrol", begun }, obtainable(record, rules), "enrol", back);
    }
  }
  if (carried.fresh) {
    const ids = stepUps(record, rules, holder, carried);
    return standingView(x, caller, nextOfStepUp(record, rules, holder, carried, now), ids, "step-up", back);
  }
  return { state: "signed-in", operator, passwordChange: suspect(record), ...back };
}

/** Nobody is signed in: the form to do so; or the first start, where nobody can be yet. */
async function entrance(x: Exchange, back: { readonly returnTo?: string }): Promise<View> {
  if ((await x.parts.firstStart.state()) !== "done") return setupView(x);
  await x.parts.rules(); // a policy that was lost is told here, before anybody types a password
  return { state: "sign-in", ...back };
}

/** While the system is set up, the mode can still be another one. */
function setupChoice({ rules, operator }: Caller): { readonly setup?: SetupChoice } {
  const { setup, policy } = rules.system;
  if (setup?.operator !== operator.id) return {};
  return { setup: { mode: choiceOf(policy).mode, modes: setupModes(rules.catalogue) } };
}

async function standingView(
  x: Exchange,
  caller: Caller,
  standing: Standing,
  ids: readonly string[],
  purpose: Purpose,
  carriedBack: { readonly returnTo?: string },
): Promise<View> {
  const { parts } = x;
  const { record, rules, holder } = caller;
  const operator = operatorView(caller.operator, caller.ref.kind);
  const back = { ...carriedBack, ...setupChoice(caller) };
  if (standing.state === "choose") {
    return { state: "choose", purpose, strategies: strategiesView(caller, ids), operator, ...back };
  }
  if (standing.state === "challenge") {
    const { strategy, challenge } = standing;
    const { policy } = rules.system;
    const leadsBack = isWayBack(rules, strategy);
    // A strategy that the policy does not accept is only asked to confirm an enrolment: nothing to trust yet.
    const confirms = purpose === "sign-in" && !policy.strategies.includes(strategy) && !leadsBack;
    return {
      state: "challenge",
      purpose: confirms ? "enrol" : purpose,
      strategy,
      strategies: strategiesView(caller, ids.includes(strategy) ? ids : [strategy, ...ids]),
      operator,
      // What is set up after a way back is what a browser can be trusted with.
      trustDays: purpose === "sign-in" && !confirms && !leadsBack ? policy.reauthDays : 0,
      ...(challenge !== undefined && { sent: sentView(parts, caller, challenge) }),
      ...back,
    };
  }
  if (standing.state === "email")
    return { state: "email", operator, ...newEmailOf(caller, parts.clock()), ...back };
  // On the way in a second factor is set up; what leads back to one can wait.
  const shown = caller.ref.kind === "sign-in" ? ids.filter((id) => !isWayBack(rules, id)) : ids;
  const view = { state: "enrol", strategies: strategiesView(caller, shown), operator, ...back } as const;
  const { begun, confirm } = standing;
  if (begun === undefined) {
    const recovers = recovered(record, rules, holder, parts.clock()) && { recovers: true };
    const handover = awaitsHandover(record, holder) && { handover: true };
    return { ...view, ...(confirm !== undefined && { confirm }), ...recovers, ...handover };
  }
  const strategy = parts.catalogue.get(begun.strategy);
  if (strategy?.enrol === undefined) return view;
  const services = servicesFor(parts, strategy, caller.operator, rules, x);
  const fields = strategy.enrol.ask?.(begun.data);
  const enrolment = {
    ...(await strategy.enrol.view(services, begun.data)),
    ...(fields !== undefined && { fields }),
  };
  return { ...view, strategy: strategy.id, enrolment };
}

/** The address that waits for its code, told to the client that asks for it. */
export function newEmailOf({ holder }: Caller, now: number): Pick<NewEmailView, "newEmail"> {
  const { newEmail } = holder;
  if (newEmail === undefined || newEmail.expires <= now) return {};
  return { newEmail: { to: newEmail.email, expiresIn: Math.ceil((newEmail.expires - now) / second) } };
}

function sentView(parts: Parts, { record, ref, holder }: Caller, challenge: Challenge): SentView {
  const now = parts.clock();
  return {
    ...(challenge.sentTo !== undefined && { to: challenge.sentTo }),
    again: challenge.paid === undefined ? 0 : sendWait(record, ref, holder, now),
    expiresIn: Math.max(0, Math.ceil((challenge.expires - now) / second)),
    ...(challenge.show !== undefined && { data: challenge.show }),
  };
}

export function strategiesView({ record, rules }: Caller, ids: readonly string[]): StrategyView[] {
  const can = obtainable(record, rules);
  return ids.map((id) => ({
    id,
    enrolled: heldBy(record, rules, id) !== undefined,
    starts: rules.catalogue.get(id)?.challenge !== undefined,
    enrollable: can.includes(id),
  }));
}

/** The address is the owner's: whoever has only passed the first step is not told it. */
export function operatorView(
  { username, name, email, language, role }: Operator,
  kind: Caller["ref"]["kind"] = "session",
): OperatorView {
  return {
    username,
    ...(name !== undefined && { name }),
    ...(email !== undefined && kind === "session" && { email }),
    ...(language !== undefined && { language }),
    role,
  };
}
