import { decide } from "../core/decide.js";
import type { Session } from "../core/record.js";
import { MfaError } from "../errors/index.js";
import { assertNewEnough } from "./app-version.js";
import type { Caller } from "./caller.js";
import type { Exchange } from "./exchange.js";
import type { Reply } from "./reply.js";

/** What a route does with one exchange; without a reply it has answered itself. */
export type UseCase = (x: Exchange, caller: Caller | undefined) => Promise<Reply | undefined>;

/** Whoever has passed the first step at least, with an app that is new enough. */
export function known({ parts }: Exchange, caller: Caller | undefined): Caller {
  if (caller === undefined) throw new MfaError("ERR_MFA_SIGN_IN");
  assertNewEnough(parts, caller.holder.client);
  return caller;
}

/** Whoever is on the way back in: a session has its card. */
export function recovering(x: Exchange, caller: Caller | undefined): Caller {
  const found = known(x, caller);
  if (found.ref.kind !== "sign-in") throw new MfaError("ERR_MFA_TURN");
  return found;
}

/** Whoever has a session that meets the policy. */
export function signedIn(x: Exchange, caller: Caller | undefined): Caller {
  const found = known(x, caller);
  if (found.ref.kind !== "session") throw new MfaError("ERR_MFA_SIGN_IN");
  const verdict = decide(found.record, found.rules, found.holder as Session, {}, x.parts.clock());
  if (!verdict.ok) throw new MfaError("ERR_MFA_SIGN_IN");
  return found;
}

/** Whoever is in, and a system engineer. */
export function engineer(x: Exchange, caller: Caller | undefined): Caller {
  const found = signedIn(x, caller);
  if (found.operator.role !== "engineer") throw new MfaError("ERR_MFA_FORBIDDEN");
  return found;
}
