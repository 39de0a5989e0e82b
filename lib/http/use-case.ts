import { decide } from "../core/decide.js";
import type { Session } from "../core/record.js";
import { MfaError } from "../errors/index.js";
import type { Caller } from "./caller.js";
import type { Exchange } from "./exchange.js";
import type { Reply } from "./reply.js";

/** What a route does with one exchange; without a reply it has answered itself. */
export type UseCase = (x: Exchange, caller: Caller | undefined) => Promise<Reply | undefined>;

/** Whoever has passed the first step at least. */
export function known(caller: Caller | undefined): Caller {
  if (caller === undefined) throw new MfaError("ERR_MFA_SIGN_IN");
  return caller;
}

/** Whoever is on the way back in: a session has its card. */
export function recovering(caller: Caller | undefined): Caller {
  const found = known(caller);
  if (found.ref.kind !== "sign-in") throw new MfaError("ERR_MFA_TURN");
  return found;
}

/** Whoever has a session that meets the policy. */
export function signedIn({ parts }: Exchange, caller: Caller | undefined): Caller {
  if (caller?.ref.kind !== "session") throw new MfaError("ERR_MFA_SIGN_IN");
  const verdict = decide(caller.record, caller.rules, caller.holder as Session, {}, parts.clock());
  if (!verdict.ok) throw new MfaError("ERR_MFA_SIGN_IN");
  return caller;
}
