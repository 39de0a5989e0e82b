import { forgetDevice } from "../core/device.js";
import type { Doer } from "../core/events.js";
import { endOne } from "../core/session.js";
import { MfaError } from "../errors/index.js";
import { readBody } from "./body.js";
import { type Caller, callerIn } from "./caller.js";
import { cardView } from "./card-view.js";
import { commit } from "./commit.js";
import type { Exchange } from "./exchange.js";
import type { Parts } from "./parts.js";
import type { Reply } from "./reply.js";

/** What can be ended one by one. */
export type ClientList = "sessions" | "browsers";

/** Ends one session, or forgets one browser with the sessions that came from it. Throws `ERR_MFA_NOT_FOUND`. */
export async function endClient(
  parts: Parts,
  operator: string,
  { list, id, by }: { readonly list: ClientList; readonly id: string; readonly by: Doer },
): Promise<void> {
  const rules = await parts.rules({ fresh: true });
  const step = await commit(parts, rules, operator, (record, now) =>
    list === "sessions" ? endOne(record, id, now, by) : forgetDevice(record, id, now, by),
  );
  if (step === undefined || step.outcome.is === "unknown") throw new MfaError("ERR_MFA_NOT_FOUND");
}

/** `POST /card/sessions/:id/end`, `/card/browsers/:id/end`: of one's own, but for the one in use, which signs out. */
export function endOwn(list: ClientList): (x: Exchange, caller: Caller) => Promise<Reply> {
  return async (x, caller) => {
    const { parts, req, site } = x;
    const { operator, holder, rules, ref } = caller;
    await readBody(x);
    const id = req.params?.id ?? "";
    if (id === (list === "sessions" ? holder.id : holder.device)) throw new MfaError("ERR_MFA_TURN");
    await endClient(parts, operator.id, { list, id, by: { client: holder.client } });
    const record = await parts.operators.read(operator.id, { fresh: true });
    const after = record && callerIn(record, rules, ref, parts.clock());
    return { view: cardView(parts, after ?? caller), goTo: site.at("/card?done=ended") };
  };
}
