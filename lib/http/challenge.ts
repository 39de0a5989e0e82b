import { startChallenge, withdrawChallenge } from "../core/challenge.js";
import { challengeable } from "../core/next.js";
import { gate } from "../core/payer.js";
import { allHeldBy, heldBy } from "../core/rules.js";
import { randomId } from "../crypto/index.js";
import { DeliveryError, isDeliveryError } from "../errors/index.js";
import { readBody } from "./body.js";
import { type Caller, callerIn } from "./caller.js";
import { commit, commitAs } from "./commit.js";
import { type Carried, carriedIn, type Exchange } from "./exchange.js";
import { landing, refusal, shut } from "./landing.js";
import type { Reply } from "./reply.js";
import { servicesFor } from "./services.js";

const usualLife = 600;

/** `POST /challenge/:strategy`: starts a challenge, or shows the field of one that needs no start. */
export async function start(x: Exchange, caller: Caller, strategyId: string): Promise<Reply> {
  const carried = carriedIn(x, await readBody(x));
  // On a session a challenge is always a step-up.
  return startFor(x, caller, strategyId, {
    ...carried,
    fresh: caller.ref.kind === "session" || carried.fresh,
  });
}

export async function startFor(
  x: Exchange,
  caller: Caller,
  strategyId: string,
  asked: Carried,
): Promise<Reply> {
  const { parts } = x;
  const { record, rules, ref, holder, operator } = caller;
  const strategy = parts.catalogue.get(strategyId);
  const held = heldBy(record, rules, strategyId);
  const carried: Carried = { ...asked, strategy: strategyId };
  if (
    strategy === undefined ||
    held === undefined ||
    !challengeable(record, rules, holder, ref.kind).includes(strategyId)
  ) {
    return refusal(x, caller, asked, "ERR_MFA_TURN");
  }
  if (strategy.challenge === undefined) return landing(x, caller, carried);
  const now = parts.clock();
  const passage = gate(record, holder, now, strategy.stage);
  if (!passage.open) return shut(x, caller, asked, passage);
  const begun = await strategy.challenge(
    servicesFor(parts, strategy, operator, rules, x),
    held,
    allHeldBy(record, rules, strategyId),
  );
  const challenge = {
    id: randomId(parts.random),
    strategy: strategyId,
    credential: held.id,
    data: begun.data,
    expiresIn: (begun.expiresIn ?? usualLife) * 1000,
    sends: begun.deliver !== undefined,
    ...(begun.show !== undefined && { show: begun.show }),
    ...(begun.sentTo !== undefined && { sentTo: begun.sentTo }),
  };
  const step = await commitAs(parts, caller, (current, at) =>
    startChallenge(current, rules, ref, challenge, at),
  );
  const { outcome } = step;
  const after = callerIn(step.record, rules, ref, now);
  if (outcome.is === "wait") return refusal(x, after, carried, "ERR_MFA_WAIT", { retryAfter: outcome.wait });
  if (outcome.is === "closed") return refusal(x, after, asked, "ERR_MFA_PASSWORD_CHANGE");
  if (outcome.is === "turn") return refusal(x, after, asked, "ERR_MFA_TURN");
  const failed = await deliver(begun.deliver?.bind(begun));
  if (failed === undefined) return landing(x, after, carried);
  return undelivered(x, caller, challenge.id, failed, asked);
}

async function deliver(send: (() => Promise<void>) | undefined): Promise<DeliveryError | undefined> {
  try {
    await send?.();
    return undefined;
  } catch (error) {
    if (isDeliveryError(error)) return error;
    return new DeliveryError(false, "the code could not be sent", error);
  }
}

/** What surely did not go out costs nothing and is no challenge; the other strategies are offered. */
async function undelivered(
  x: Exchange,
  { rules, ref, operator, record }: Caller,
  challengeId: string,
  failure: DeliveryError,
  carried: Carried,
): Promise<Reply> {
  const { parts } = x;
  const { strategy: _, ...rest } = carried;
  parts.fault(failure);
  const step = failure.unsent
    ? await commit(parts, rules, operator.id, (current, at) =>
        withdrawChallenge(current, rules, ref, challengeId, at),
      )
    : undefined;
  const latest = step?.record ?? (await parts.operators.read(operator.id)) ?? record;
  return refusal(x, callerIn(latest, rules, ref, parts.clock()), rest, "ERR_MFA_MAIL");
}
