import { z } from "zod";
import { type AnswerOutcome, answer } from "../core/answer.js";
import { challengeable } from "../core/next.js";
import { gate } from "../core/payer.js";
import { heldBy, heldFor } from "../core/rules.js";
import type { ErrorCode } from "../errors/index.js";
import { arrived } from "./arrival.js";
import { check, readBody, readFields, tick } from "./body.js";
import { type Caller, callerIn } from "./caller.js";
import { commitAs } from "./commit.js";
import { type Carried, carriedIn, type Exchange } from "./exchange.js";
import { landing, refusal, shut } from "./landing.js";
import type { Reply } from "./reply.js";
import { servicesFor } from "./services.js";
import { mint } from "./token.js";

export const verifyBody = z.object({ trust: tick.optional() });

const codes = {
  wrong: "ERR_MFA_CODE",
  used: "ERR_MFA_CODE_USED",
  expired: "ERR_MFA_CODE_EXPIRED",
  closed: "ERR_MFA_PASSWORD_CHANGE",
  turn: "ERR_MFA_TURN",
} as const satisfies Partial<Record<AnswerOutcome["is"], ErrorCode>>;

/** The answer was right and counted. */
const told: ReadonlySet<AnswerOutcome["is"]> = new Set(["signed-in", "stepped-up", "pending"]);

/** `POST /challenge/:strategy/verify`: judges the input, and tells what was found only once it is committed. */
export async function verify(x: Exchange, caller: Caller, strategyId: string): Promise<Reply> {
  const { parts } = x;
  const { record, rules, ref, holder, operator } = caller;
  const body = await readBody(x);
  const strategy = parts.catalogue.get(strategyId);
  const asked = carriedIn(x, body);
  const carried: Carried = { ...asked, strategy: strategyId, fresh: ref.kind === "session" || asked.fresh };
  if (
    strategy === undefined ||
    heldBy(record, rules, strategyId) === undefined ||
    strategy.hostLogin !== undefined ||
    !challengeable(record, rules, holder, ref.kind).includes(strategyId)
  ) {
    return refusal(x, caller, asked, "ERR_MFA_TURN");
  }
  const { trust = false } = check(verifyBody, body);
  const input = readFields(strategy.fields, body);
  const held = heldFor(record, rules, strategyId, input);
  const { challenge } = holder;
  const own = challenge?.strategy === strategyId ? challenge : undefined;
  if (strategy.challenge !== undefined && own === undefined)
    return refusal(x, caller, carried, "ERR_MFA_TURN");
  // A cheap look first: while there is a wait nothing is judged.
  const passage = gate(record, holder, parts.clock(), strategy.stage);
  if (!passage.open) return shut(x, caller, carried, passage);

  const services = servicesFor(parts, strategy, operator, rules, x);
  const finding = await strategy.judge(services, held, input, own?.data);
  const fresh = { token: mint(parts.random), device: mint(parts.random) };
  const given = {
    strategy: strategyId,
    // From none of theirs: it is wrong, and paid for like any.
    credential: held?.id ?? heldBy(record, rules, strategyId)?.id ?? "",
    finding,
    trust,
    fresh,
    ...(own !== undefined && { challenge: own.id }),
  };
  const step = await commitAs(parts, caller, (current, now) => answer(current, rules, ref, given, now));
  const { outcome } = step;
  const now = parts.clock();
  const { strategy: _, anyOf: __, ...rest } = carried;
  if (finding.right && finding.ahead !== undefined && told.has(outcome.is))
    parts.drift.note(operator.id, finding.ahead);
  switch (outcome.is) {
    case "signed-in":
      return arrived(x, { rules, record: step.record, kind: holder.client.kind, fresh }, outcome, rest);
    case "stepped-up": {
      const next = callerIn(step.record, rules, { ...ref, hash: fresh.token.hash }, now);
      const token = fresh.token.text(operator.id, ref.id);
      return { ...(await landing(x, next, { ...rest, fresh: false })), token, client: holder.client.kind };
    }
    case "pending":
      return landing(x, callerIn(step.record, rules, ref, now), asked);
    case "wait":
      return refusal(x, callerIn(step.record, rules, ref, now), carried, "ERR_MFA_WAIT", {
        retryAfter: outcome.wait,
      });
    default:
      return refusal(x, callerIn(step.record, rules, ref, now), carried, codes[outcome.is]);
  }
}
