import type { IncomingMessage } from "node:http";
import { Passport } from "passport";
import CustomStrategy from "passport-custom";
import { type Exchange, exchange, type Request } from "./exchange.js";
import type { Parts } from "./parts.js";
import { type Reply, setTokens } from "./reply.js";

/** What `passport.use` takes; said here, so that hosts without Passport need none of its types. */
export interface PassportStrategy {
  name?: string;
  authenticate(req: IncomingMessage, options?: unknown): unknown;
}

/**
 * Passport writes where an outcome goes into the very object that it is handed. What it wrote is kept for each request
 * apart: otherwise two at once would be given each other's answer, and the session in it.
 */
class StrategyPerRequest extends CustomStrategy {
  override authenticate(...given: Parameters<CustomStrategy["authenticate"]>): void {
    super.authenticate.apply(Object.assign(Object.create(this), this), given);
  }
}

/** One try to pass a strategy: everything from reading the input to the commit. */
export type Attempt = (x: Exchange) => Promise<Reply>;

/**
 * A strategy as Passport takes it. Its success happens only when the whole policy is met, so `req.isAuthenticated()`
 * can never mean "password only". An attempt that throws is Passport's error: a bare async verify would hang the request.
 */
export function asPassportStrategy(parts: Parts, id: string, attempt: Attempt): PassportStrategy {
  const strategy: PassportStrategy = new StrategyPerRequest((req, done) => {
    // Express puts the answer there; the verify function of Passport is given the request alone.
    const { res } = req as Request;
    if (res === undefined)
      return done(new TypeError("this Passport strategy needs Express: req.res is missing"));
    const x = exchange(parts, req as Request, res);
    const answered = attempt(x).then((reply) => {
      setTokens(x, reply);
      return reply;
    });
    answered.then(
      (reply) => done(null, reply.operator ?? false, reply),
      (error: unknown) => done(error),
    );
  });
  strategy.name = `mfa-${id}`;
  return strategy;
}

const passport = new Passport();

/** Runs a strategy through Passport and answers what the attempt came to. */
export function passThrough(strategy: PassportStrategy, req: Request, res: Exchange["res"]): Promise<Reply> {
  req.res ??= res;
  return new Promise((resolve, reject) => {
    const settle = (error: unknown, _user: unknown, info: unknown) =>
      error ? reject(error) : resolve(info as Reply);
    passport.authenticate(strategy, { session: false }, settle)(req, res, reject);
  });
}
