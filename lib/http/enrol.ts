import { z } from "zod";
import type { EnrolmentFinding, Json, Services, Strategy } from "../contract/index.js";
import { cleanName } from "../core/credential-name.js";
import { beginEnrolment, begunBy, finishEnrolment } from "../core/enrolment.js";
import { mayEnrol, obtainable } from "../core/permission.js";
import { waysBack } from "../core/recovery.js";
import { allHeldBy } from "../core/rules.js";
import { randomId } from "../crypto/index.js";
import { arrived } from "./arrival.js";
import { check, readBody, readFields, tick } from "./body.js";
import { type Caller, callerIn } from "./caller.js";
import { commitAs } from "./commit.js";
import { type Carried, carriedIn, type Exchange, flowUrl } from "./exchange.js";
import { landing, refusal } from "./landing.js";
import type { Reply } from "./reply.js";
import { servicesFor } from "./services.js";
import { mint } from "./token.js";

/** `POST /enrol/:strategy`: shows what the new credential is, once the one that guards it was passed. */
export async function beginEnrol(x: Exchange, caller: Caller, strategyId: string): Promise<Reply> {
  const { parts } = x;
  const { record, rules, ref, holder, operator } = caller;
  const carried = carriedIn(x, await readBody(x));
  const strategy = parts.catalogue.get(strategyId);
  if (strategy?.enrol === undefined || !obtainable(record, rules).includes(strategyId)) {
    return refusal(x, caller, carried, "ERR_MFA_TURN");
  }
  const permission = mayEnrol(record, rules, holder, strategyId, parts.clock());
  if (!permission.ok) return confirmFirst(x, caller, carried, permission.confirm, strategy);
  const data = await strategy.enrol.begin(
    servicesFor(parts, strategy, operator, rules, x),
    allHeldBy(record, rules, strategyId),
  );
  const begun = { id: randomId(parts.random), strategy: strategyId, data };
  const step = await commitAs(parts, caller, (current, now) =>
    beginEnrolment(current, rules, ref, begun, now),
  );
  const after = callerIn(step.record, rules, ref, parts.clock());
  if (step.outcome.is === "confirm") return confirmFirst(x, after, carried, step.outcome.confirm, strategy);
  if (step.outcome.is === "turn") return refusal(x, after, carried, "ERR_MFA_TURN");
  return landing(x, after, { ...carried, fresh: false, enrol: strategyId });
}

/** Another strategy guards this one. A page leads there, and back to the card; JSON names it. */
async function confirmFirst(
  x: Exchange,
  caller: Caller | undefined,
  carried: Carried,
  confirm: string | null,
  { stage }: Strategy,
): Promise<Reply> {
  const { strategy: _, enrol: __, ...rest } = carried;
  const reply = await refusal(x, caller, rest, "ERR_MFA_CONFIRM");
  const view = { ...reply.view, confirm };
  if (!x.page || confirm === null || caller === undefined) return { ...reply, view };
  const card = x.site.at("/card");
  // What is to take the place of a lost factor can be confirmed by what leads back.
  const back = stage === "second" ? waysBack(caller.record, caller.rules).map(({ id }) => id) : [];
  const there = flowUrl(x.site, {
    fresh: caller.ref.kind === "session",
    anyOf: [confirm, ...back],
    strategy: confirm,
    returnTo: card,
  });
  return { view, goTo: there };
}

export const enrolBody = z.object({ trust: tick.optional() });

/** `POST /enrol/:strategy/verify`: the first code of the new credential. Only a right one changes anything. */
export async function finishEnrol(x: Exchange, caller: Caller, strategyId: string): Promise<Reply> {
  const { parts } = x;
  const { rules, ref, holder, operator } = caller;
  const body = await readBody(x);
  const carried: Carried = { ...carriedIn(x, body), enrol: strategyId };
  const strategy = parts.catalogue.get(strategyId);
  const begun = begunBy(holder, parts.clock());
  if (strategy?.enrol === undefined || begun?.strategy !== strategyId)
    return refusal(x, caller, carried, "ERR_MFA_TURN");
  const { trust = false } = check(enrolBody, body);
  const { enrol, fields } = strategy;
  const input = readFields(enrol.ask?.(begun.data) ?? enrol.fields ?? fields, body);
  const services = servicesFor(parts, strategy, operator, rules, x);
  const finding = named(services, await enrol.finish(services, begun.data, input));
  const fresh = { token: mint(parts.random), device: mint(parts.random) };
  const finish = {
    id: begun.id,
    strategy: strategyId,
    credential: randomId(parts.random),
    finding,
    trust,
    fresh,
  };
  const step = await commitAs(parts, caller, (current, now) =>
    finishEnrolment(current, rules, ref, finish, now),
  );
  const { record, outcome } = step;
  const now = parts.clock();
  if (outcome.is === "wrong") {
    const after = callerIn(record, rules, ref, now);
    const errors = finding.right ? undefined : finding.errors;
    if (errors !== undefined) return refusal(x, after, carried, "ERR_MFA_INPUT", { errors });
    return refusal(x, after, carried, "ERR_MFA_CODE");
  }
  if (outcome.is === "turn") return refusal(x, callerIn(record, rules, ref, now), carried, "ERR_MFA_TURN");
  const { enrol: _, ...rest } = carried;
  if (outcome.is === "enrolled") {
    const reply = await landing(x, callerIn(record, rules, ref, now), rest);
    const card = x.site.at("/card");
    return reply.goTo === card ? { ...reply, goTo: `${card}?done=enrolled` } : reply;
  }
  return arrived(x, { rules, record, kind: holder.client.kind, fresh }, outcome, rest);
}

/** What shows no name is called after where it was made, since most are of that device. */
function named({ client, words }: Services, finding: EnrolmentFinding<Json>): EnrolmentFinding<Json> {
  if (!finding.right || finding.name === undefined) return finding;
  return { ...finding, name: cleanName(finding.name) ?? client ?? words.name };
}
