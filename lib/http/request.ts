import type { IncomingMessage } from "node:http";
import type { Operator, Proof } from "../contract/index.js";
import type { Caller } from "./caller.js";

/** What a request behind `protect` or `session` knows of who made it. */
export interface MfaContext {
  readonly operator: Operator;
  /** What was proved, and when: the policy is met by these. */
  readonly proofs: readonly Proof[];
  /** RFC 8176, of all proofs; `mfa` where there was more than one factor. */
  readonly amr: readonly string[];
  /** Seconds since the epoch, as OpenID Connect's `auth_time`: the newest proof that was given by challenge. */
  readonly authTime: number;
}

/** What a request knows of the program that made it, by a service key. Then there is no operator: no `req.mfa`, no `req.user`. */
export interface ServiceContext {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

declare global {
  namespace Express {
    interface Request {
      mfa?: MfaContext;
      mfaService?: ServiceContext;
    }
  }
}

interface Filled extends IncomingMessage {
  user?: unknown;
  mfa?: MfaContext;
  isAuthenticated?: () => boolean;
}

// The same function for every request: this is the path of all of them.
const yes = () => true;

/**
 * `req.user` and `req.isAuthenticated()` as those who know Passport expect them, and `req.mfa`. No more: Express has changed
 * the prototype of each request, and V8 then takes more for one property than `decide` does for its verdict.
 */
export function fillRequest(req: IncomingMessage, caller: Caller, proofs: readonly Proof[]): void {
  const filled: Filled = req;
  filled.user = caller.operator;
  filled.mfa = contextOf(caller, proofs);
  filled.isAuthenticated = yes;
}

function contextOf({ operator, rules }: Caller, proofs: readonly Proof[]): MfaContext {
  const amr = new Set(
    proofs.flatMap(({ strategy, amr: own }) => own ?? rules.catalogue.get(strategy)?.amr ?? []),
  );
  if (proofs.length > 1) amr.add("mfa");
  const given = proofs.filter(({ via }) => via === "challenge").map(({ at }) => at);
  return { operator, proofs, amr: [...amr], authTime: Math.floor(Math.max(...given) / 1000) };
}
