import { IncomingMessage } from "node:http";
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

/** `req.user` and `req.isAuthenticated()` as those who know Passport expect them, and `req.mfa`. */
class Filling {
  // Private to the runtime too: whoever logs a request logs no record with it.
  readonly #req: IncomingMessage;
  readonly #caller: Caller;
  readonly #proofs: readonly Proof[];
  #context: MfaContext | undefined;

  constructor(req: IncomingMessage, caller: Caller, proofs: readonly Proof[]) {
    this.#req = req;
    this.#caller = caller;
    this.#proofs = proofs;
  }

  isOf(req: IncomingMessage): boolean {
    return this.#req === req;
  }

  get user(): Operator {
    return this.#caller.operator;
  }

  /** Worked out for whoever looks at it. */
  get mfa(): MfaContext {
    this.#context ??= contextOf(this.#caller, this.#proofs);
    return this.#context;
  }

  isAuthenticated(): true {
    return true;
  }
}

const names = ["user", "mfa", "isAuthenticated"] as const satisfies readonly (keyof Filling)[];
const prepared = new WeakSet<object>();

const filled = Symbol("express-mfa");

/** A list of Node's own that every request has to itself, and that nobody copies with what hangs on it. */
interface Filled {
  rawHeaders?: string[] & { [filled]?: Filling };
}

/**
 * Tells a request who made it. Express changes the prototype of each request, and V8 of Node 20 then takes 3 µs for each
 * property that is added, which is more than all the rest of the way in: so where there is Express, what is told is read
 * through its own prototype, and hangs on a list of the request's. A `WeakMap` would do the same, and each collection of
 * garbage would walk through it: one request in a hundred took twice as long.
 */
export function fillRequest(req: IncomingMessage, caller: Caller, proofs: readonly Proof[]): void {
  const filling = new Filling(req, caller, proofs);
  const { rawHeaders } = req as Filled;
  if (rawHeaders !== undefined && Object.isExtensible(rawHeaders) && readsThroughPrototype(req))
    rawHeaders[filled] = filling;
  else {
    const { user, mfa, isAuthenticated } = filling;
    Object.assign(req, { user, mfa, isAuthenticated });
  }
}

/** Not where somebody has put their own there, as `passport.session()` does: that would be read first. */
function readsThroughPrototype(req: IncomingMessage): boolean {
  if (names.some((name) => Object.hasOwn(req, name))) return false;
  const own = Object.getPrototypeOf(req);
  if (prepared.has(own)) return true;
  const shared = sharedByApps(own);
  if (shared === undefined) return false;
  if (!prepared.has(shared)) {
    if (names.some((name) => name in shared)) return false;
    for (const name of names) Object.defineProperty(shared, name, throughFillings(name));
    prepared.add(shared);
  }
  prepared.add(own);
  return true;
}

/** The prototype of all Express apps' requests: what one app is told, the app that it is mounted in reads too. */
function sharedByApps(prototype: object | null): object | undefined {
  for (let at = prototype; at !== null && at !== IncomingMessage.prototype; at = Object.getPrototypeOf(at)) {
    if (Object.getPrototypeOf(at) === IncomingMessage.prototype)
      return Object.isExtensible(at) ? at : undefined;
  }
  return undefined;
}

/** As a property of the request itself, for whoever reads or sets it. */
function throughFillings(name: keyof Filling): PropertyDescriptor & ThisType<IncomingMessage> {
  return {
    configurable: true,
    get() {
      const filling = (this as Filled).rawHeaders?.[filled];
      // Whatever made this request may have given its list to another one too.
      return filling?.isOf(this) === true ? filling[name] : undefined;
    },
    set(value: unknown) {
      const own = { value, writable: true, enumerable: true, configurable: true };
      Object.defineProperty(this, name, own);
    },
  };
}

function contextOf({ operator, rules }: Caller, proofs: readonly Proof[]): MfaContext {
  const amr = new Set(
    proofs.flatMap(({ strategy, amr: own }) => own ?? rules.catalogue.get(strategy)?.amr ?? []),
  );
  if (proofs.length > 1) amr.add("mfa");
  const given = proofs.filter(({ via }) => via === "challenge").map(({ at }) => at);
  return { operator, proofs, amr: [...amr], authTime: Math.floor(Math.max(...given) / 1000) };
}
