import type { Client, OperatorRecord } from "../core/record.js";
import type { Rules } from "../core/rules.js";
import { end } from "../core/session.js";
import { type Caller, callerIn, callerOf } from "./caller.js";
import { startFor } from "./challenge.js";
import { commit } from "./commit.js";
import { type Carried, carriedIn, type Exchange } from "./exchange.js";
import { landing } from "./landing.js";
import type { Reply } from "./reply.js";
import type { NewToken } from "./token.js";

/** The tokens that were minted before the commit, and are handed out after it. */
export interface MintedTokens {
  readonly token: NewToken;
  readonly device: NewToken;
}

export interface Arrival {
  readonly rules: Rules;
  /** As it was committed. */
  readonly record: OperatorRecord;
  readonly kind: Client["kind"];
  readonly fresh: MintedTokens;
}

/** A sign-in that became a session: its token, the browser that is known from now on, and where it goes on. */
export async function arrived(
  x: Exchange,
  { rules, record, kind, fresh }: Arrival,
  { device, renewed }: { readonly device: boolean; readonly renewed?: string },
  carried: Carried,
): Promise<Reply> {
  const first = rules.system.setup?.operator === record.id;
  await x.parts.firstStart.finish(rules, record.id);
  const { id, hash } = fresh.token;
  const caller = callerIn(record, rules, { kind: "session", id, hash }, x.parts.clock());
  const reply = await landing(x, caller, { ...carried, fresh: false });
  return {
    ...reply,
    ...(first && reply.goTo === `${x.site.mount}/` && { goTo: `${reply.goTo}?done=setup` }),
    token: fresh.token.text(record.id),
    client: kind,
    ...(device && { device: { operator: record.id, token: fresh.device.text(record.id) } }),
    ...renewedDevice(record, fresh, renewed),
  };
}

/** A first factor that was right: the session where that is all, else the next step under a token of its own. */
export async function opened(
  x: Exchange,
  arrival: Arrival,
  outcome:
    | { readonly is: "signed-in"; readonly device: boolean; readonly renewed?: string }
    | { readonly is: "pending"; readonly renewed?: string },
  carried: Carried = carriedIn(x, x.req.body as Record<string, unknown> | undefined),
): Promise<Reply> {
  if (outcome.is === "signed-in") return arrived(x, arrival, outcome, carried);
  const { rules, record, kind, fresh } = arrival;
  const { id, hash } = fresh.token;
  const caller = callerIn(record, rules, { kind: "sign-in", id, hash }, x.parts.clock());
  const reply = caller === undefined ? await landing(x, caller, carried) : await proceed(x, caller, carried);
  return {
    ...reply,
    token: fresh.token.text(record.id),
    client: kind,
    ...renewedDevice(record, fresh, outcome.renewed),
  };
}

/** A known browser gets a new token each time. */
function renewedDevice(record: OperatorRecord, { device }: MintedTokens, renewed: string | undefined) {
  return renewed === undefined
    ? {}
    : { device: { operator: record.id, token: device.text(record.id, renewed) } };
}

/** Where a sign-in stands. On a page there is one thing to do, so it is done: the code is on its way when the field for it appears. */
export async function proceed(x: Exchange, caller: Caller, carried: Carried): Promise<Reply> {
  const reply = await landing(x, caller, carried);
  const { view } = reply;
  const starts =
    view.state === "challenge" && view.sent === undefined && x.parts.catalogue.get(view.strategy)?.challenge;
  return x.page && starts ? startFor(x, caller, view.strategy, carried) : reply;
}

/** Signing in again in the same browser replaces what it had: the old session ends, its cookie is overwritten. */
export async function endPrevious({ parts, req }: Exchange): Promise<void> {
  const previous = await callerOf(parts, req);
  if (previous === undefined) return;
  const { ref, operator, rules } = previous;
  await commit(parts, rules, operator.id, (record, now) => end(record, rules, ref, now));
}
