import { clockSkew, second } from "../core/numbers.js";
import { heldBy, hostLogin } from "../core/rules.js";
import { openSignIn } from "../core/sign-in.js";
import { MfaError, refuseUnknown } from "../errors/index.js";
import { endPrevious, opened } from "./arrival.js";
import { auditPassword } from "./audit-failures.js";
import { clientOf, deviceTokenIn, readClient } from "./client.js";
import { commit } from "./commit.js";
import { carriedIn, type Exchange } from "./exchange.js";
import type { Reply } from "./reply.js";
import { readReturnTo } from "./return-to.js";
import { mint } from "./token.js";

/** What the host's own login found. */
export interface HostLogin {
  /** `id` of the operator. */
  readonly operatorId: string;
  /** RFC 8176: how they were authenticated there, such as `["pwd"]`. Default: nothing is said. */
  readonly amr?: readonly string[] | undefined;
  /** Seconds since the epoch, as OpenID Connect's `auth_time`. Default: now. */
  readonly authTime?: number | undefined;
  /** Where a page goes on: a path of this origin. Default: `returnTo` of the request. */
  readonly returnTo?: string | undefined;
  /**
   * `app`: a bearer token in JSON; `clientName`, `clientVersion` and `device` are read from the body, as at our own sign-in.
   * Default `browser`: a cookie.
   */
  readonly client?: "browser" | "app" | undefined;
}

/**
 * The first factor, passed at the host's own login: from here on it is a sign-in as any other, under a token of its own.
 * Throws `ERR_MFA_INPUT` for what does not fit, `ERR_MFA_FORBIDDEN` for an operator who is not there or is disabled.
 */
export async function beginSignIn(x: Exchange, login: HostLogin): Promise<Reply> {
  const { parts, req } = x;
  const { operatorId, amr, client: kind = "browser" } = readLogin(login);
  const strategy = hostLogin(parts.catalogue);
  if (strategy === undefined)
    throw new MfaError("ERR_MFA_OPTIONS", { detail: "begin(): the strategy external() is not installed" });
  const body = req.body as Readonly<Record<string, unknown>> | undefined;
  // What else the host's own form holds is nothing to us.
  const client = kind === "app" ? readClient(x, { ...body, client: kind }) : clientOf(x, kind);
  const [rules, found] = await Promise.all([
    parts.rules({ fresh: true }),
    parts.operatorKey(operatorId).then((key) => parts.operators.read(key, { fresh: true })),
  ]);
  if (rules.system.setup !== undefined)
    throw new MfaError("ERR_MFA_NOT_READY", { detail: "the system is being set up", retryAfter: 60 });
  const now = parts.clock();
  const at = login.authTime === undefined ? now : login.authTime * second;
  if (at > now + clockSkew || at < now - rules.session.absolute)
    throw wrong("authTime", "must be within the life of a session, and not in the future");
  const held = found && heldBy(found, rules, strategy.id);
  if (found?.enabled !== true || held === undefined) {
    auditPassword(x, kind, found, true);
    throw nobody();
  }
  const fresh = { token: mint(parts.random), device: mint(parts.random) };
  const device = deviceTokenIn(x, found, kind);
  const first = {
    strategy: strategy.id,
    credential: held.id,
    finding: { right: true },
    client,
    fresh,
    elsewhere: { at: Math.min(at, now), ...(amr !== undefined && { amr }) },
    ...(device !== undefined && { device }),
  } as const;
  const step = await commit(parts, rules, found.id, (record, moment) =>
    openSignIn(record, rules, first, moment),
  );
  if (step === undefined || step.outcome.is === "wrong" || step.outcome.is === "wait") throw nobody();
  await endPrevious(x);
  const returnTo = readReturnTo(login.returnTo, x.site);
  const asked = carriedIn(x, body);
  const carried = { ...asked, ...(returnTo !== undefined && { returnTo }) };
  return opened(x, { rules, kind, record: step.record, fresh }, step.outcome, carried);
}

function readLogin(login: HostLogin): HostLogin {
  refuseUnknown("begin()", login, ["operatorId", "amr", "authTime", "returnTo", "client"]);
  const { operatorId, amr, authTime, client } = login;
  if (typeof operatorId !== "string" || operatorId === "")
    throw wrong("operatorId", "must be an operator's id");
  if (amr !== undefined && !(Array.isArray(amr) && amr.length <= 10 && amr.every(isReference)))
    throw wrong("amr", "must be a list of RFC 8176 values");
  if (authTime !== undefined && !Number.isFinite(authTime))
    throw wrong("authTime", "must be seconds since the epoch");
  if (client !== undefined && client !== "browser" && client !== "app")
    throw wrong("client", 'must be "browser" or "app"');
  return login;
}

function isReference(value: unknown): boolean {
  return typeof value === "string" && /^[\w-]{1,32}$/.test(value);
}

function nobody(): MfaError {
  return new MfaError("ERR_MFA_FORBIDDEN", { detail: "begin(): there is no such operator who may sign in" });
}

function wrong(name: string, detail: string): MfaError {
  return new MfaError("ERR_MFA_INPUT", {
    detail: `begin(): "${name}" ${detail}`,
    errors: { [name]: "choice" },
  });
}
