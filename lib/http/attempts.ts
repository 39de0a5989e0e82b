import type { Strategy } from "../contract/index.js";
import { MfaError } from "../errors/index.js";
import { bearerOf, type Caller, callerOf } from "./caller.js";
import { assertSameOrigin } from "./evidence.js";
import type { Exchange, Request } from "./exchange.js";
import type { Parts } from "./parts.js";
import { asPassportStrategy, type PassportStrategy, passThrough } from "./passport.js";
import type { Reply } from "./reply.js";
import { signIn } from "./sign-in.js";
import { known } from "./use-case.js";
import { verify } from "./verify.js";

/** The strategies as Passport runs them: for our own routes, and for a host's. */
export interface Attempts {
  readonly passport: ReadonlyMap<string, PassportStrategy>;
  /** One try, for a caller whom the route knows already. */
  run(strategyId: string, x: Exchange, caller?: Caller): Promise<Reply>;
}

export function createAttempts(parts: Parts): Attempts {
  const callers = new WeakMap<Request, Caller>();

  const attempt = (id: string, stage: Strategy["stage"]) => async (x: Exchange) => {
    parts.assertReady();
    const routed = callers.get(x.req);
    // The first factor opens a sign-in; whoever has a session and is asked for it again verifies it.
    if (stage === "first" && routed === undefined) return signIn(x);
    if (bearerOf(x.req) === undefined) assertSameOrigin(x.req, parts.sites);
    const caller = routed ?? (await callerOf(parts, x.req, { fresh: true }));
    return verify(x, known(x, caller), id);
  };

  const passport = new Map(
    [...parts.catalogue.values()].map(
      ({ id, stage }) => [id, asPassportStrategy(parts, id, attempt(id, stage))] as const,
    ),
  );
  return {
    passport,
    run(strategyId, x, caller) {
      const strategy = passport.get(strategyId);
      if (strategy === undefined) throw new MfaError("ERR_MFA_NOT_FOUND");
      if (caller !== undefined) callers.set(x.req, caller);
      return passThrough(strategy, x.req, x.res);
    },
  };
}
