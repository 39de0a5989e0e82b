import { z } from "zod";
import { handoverHours } from "../core/numbers.js";
import type { OperatorRecord } from "../core/record.js";
import { assertEngineer } from "../core/system.js";
import { MfaError } from "../errors/index.js";
import { check, readBody } from "./body.js";
import type { Caller } from "./caller.js";
import { type ClientList, endClient } from "./clients.js";
import type { Exchange } from "./exchange.js";
import { resetOperator } from "./handover.js";
import { inviteOperator } from "./invitation.js";
import { type Manage, manage } from "./manage.js";
import { assertFresh, doerOf, profileIn, refusal, typedOperator } from "./operators.js";
import { operatorPageView, operatorsView } from "./operators-view.js";
import type { Reply } from "./reply.js";

type Act = Exclude<keyof Manage, "edit" | "setRole">;

/** `GET /operators/:id`: one of them, to system engineers. */
export async function operator(x: Exchange, caller: Caller): Promise<Reply> {
  return { view: operatorPageView(x, caller, await subject(x)) };
}

/** `POST /operators/:id`: name, address and role. Another address ends what the old one proved, and the old one is told. */
export async function editOperator(x: Exchange, caller: Caller): Promise<Reply> {
  const body = await readBody(x);
  assertFresh(x, caller);
  const record = await another(x, caller);
  const asked = typedOperator(body);
  const refused = await refusal(async () => {
    const { name, email, role } = profileIn(body, record.username);
    const { setRole, edit } = manage(x.parts);
    await known(setRole(record.id, role, doerOf(caller)));
    await known(edit(record.id, { name, email }, doerOf(caller)));
  });
  if (refused === undefined) return after(x, caller, record.id, "edit");
  const view = operatorPageView(x, caller, record, { asked });
  return { view, notice: { code: "ERR_MFA_INPUT", errors: refused } };
}

/** `POST /operators/:id/disable`, `/enable`, `/sign-out` */
export function actOn(act: Exclude<Act, "remove">): (x: Exchange, caller: Caller) => Promise<Reply> {
  return async (x, caller) => {
    await readBody(x);
    assertFresh(x, caller);
    const { id } = await another(x, caller);
    return tried(x, caller, id, act);
  };
}

/** `POST /operators/:id/remove`: for good; the name can be given to somebody else. */
export async function removeOperator(x: Exchange, caller: Caller): Promise<Reply> {
  const { sure } = await readBody(x);
  assertFresh(x, caller);
  const record = await another(x, caller);
  if (!agreed(sure)) {
    const view = operatorPageView(x, caller, record);
    return { view, notice: { code: "ERR_MFA_INPUT", errors: { sure: "tick" } } };
  }
  return tried(x, caller, record.id, "remove");
}

/** `POST /operators/:id/invitation`: a new code, in the place of any older one; told once. */
export async function invite(x: Exchange, caller: Caller): Promise<Reply> {
  await readBody(x);
  assertFresh(x, caller);
  const { id } = await another(x, caller);
  const rules = await x.parts.rules({ fresh: true });
  const invitation = await inviteOperator(x.parts, rules, id, { site: x.site, by: doerOf(caller) });
  return { view: operatorPageView(x, { ...caller, rules }, await subject(x), { invitation }) };
}

/** `POST /operators/:id/sessions/:client/end`, `/browsers/…`: one session, or one browser with what came from it. */
export function endTheirs(list: ClientList): (x: Exchange, caller: Caller) => Promise<Reply> {
  return async (x, caller) => {
    await readBody(x);
    assertFresh(x, caller);
    const { id: operator } = await another(x, caller);
    const { system } = await x.parts.rules({ fresh: true });
    assertEngineer(system, caller.operator.id);
    await endClient(x.parts, operator, { list, id: x.req.params?.client ?? "", by: doerOf(caller) });
    return after(x, caller, operator, "end");
  };
}

export const resetBody = z.object({
  hours: z
    .preprocess(
      (typed) => (typeof typed === "string" && /^[0-9]{1,3}$/.test(typed) ? Number(typed) : typed),
      z
        .int("handoverHours")
        .min(handoverHours.least, "handoverHours")
        .max(handoverHours.most, "handoverHours"),
    )
    .default(handoverHours.otherwise),
});

/** `POST /operators/:id/reset`: their second factors are gone, and a code to set up new ones is told, once. */
export async function resetFactors(x: Exchange, caller: Caller): Promise<Reply> {
  const body = await readBody(x);
  assertFresh(x, caller);
  const record = await another(x, caller);
  if (!agreed(body.sure)) {
    const view = operatorPageView(x, caller, record);
    return { view, notice: { code: "ERR_MFA_INPUT", errors: { reset: "tick" } } };
  }
  const { hours } = check(resetBody, body);
  const rules = await x.parts.rules({ fresh: true });
  const handover = await resetOperator(x.parts, rules, record.id, { hours, by: doerOf(caller) });
  return { view: operatorPageView(x, { ...caller, rules }, await subject(x), { handover }) };
}

function agreed(sure: unknown): boolean {
  return sure === true || sure === "true" || sure === "on";
}

async function tried(x: Exchange, caller: Caller, id: string, act: Act): Promise<Reply> {
  const refused = await refusal(() => known(manage(x.parts)[act](id, doerOf(caller))));
  if (refused === undefined) return after(x, caller, id, act);
  const view = operatorPageView(x, caller, await subject(x));
  return { view, notice: { code: "ERR_MFA_INPUT", errors: refused } };
}

/** As it is now; a page goes on to say what was done. */
async function after(x: Exchange, caller: Caller, id: string, what: Act | "edit" | "end"): Promise<Reply> {
  const { parts, site } = x;
  const current = { ...caller, rules: await parts.rules({ fresh: true }) };
  if (what === "remove")
    return { view: await operatorsView(x, current, {}), goTo: site.at("/operators?done=removed") };
  return {
    view: operatorPageView(x, current, await subject(x)),
    goTo: site.at(`/operators/${id}?done=${saidOf[what]}`),
  };
}

const saidOf = {
  edit: "operator",
  disable: "disabled",
  enable: "enabled",
  signOutEverywhere: "signed-out-everywhere",
  end: "ended",
} as const;

/** Whose page it is. */
async function subject({ parts, req }: Exchange): Promise<OperatorRecord> {
  const record = await parts.operators.read(req.params?.id ?? "", { fresh: true });
  if (record === undefined) throw new MfaError("ERR_MFA_NOT_FOUND");
  return record;
}

/** Nobody does this to themselves: a slip would lock them out, and an own address is changed on the card, by its code. */
async function another(x: Exchange, { operator: self }: Caller): Promise<OperatorRecord> {
  const record = await subject(x);
  if (record.id === self.id)
    throw new MfaError("ERR_MFA_FORBIDDEN", { detail: "your own account is changed on your operator card" });
  return record;
}

/** Somebody else took them out a moment ago. */
async function known(done: Promise<unknown>): Promise<void> {
  if ((await done) === false) throw new MfaError("ERR_MFA_NOT_FOUND");
}
