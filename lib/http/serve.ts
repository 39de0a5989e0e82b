import type { IncomingMessage, ServerResponse } from "node:http";
import type { Minted } from "../core/holder.js";
import type { Rules } from "../core/rules.js";
import {
  findKey,
  noKeys,
  type ServiceKey,
  type ServiceKeys,
  useIsDue,
  withUse,
} from "../core/service-key.js";
import { type ErrorCode, MfaError } from "../errors/index.js";
import { presentedBy } from "./caller.js";
import { addressOf, exchange, type Request } from "./exchange.js";
import { asFault } from "./fault.js";
import { isWithin } from "./networks.js";
import type { Parts } from "./parts.js";
import { sendProblem } from "./render.js";
import type { ServiceContext } from "./request.js";

/** Where the one record of all keys is. */
export const keysId = "keys";

/**
 * Lets a program in by its key, where the route has a scope for programs that the key has. Where this process holds keys and
 * policy there is no I/O and no promise.
 */
export function serve(
  parts: Parts,
  scope: string | undefined,
  token: Minted | "malformed",
  req: IncomingMessage,
  res: ServerResponse,
  next: () => void,
): void {
  const judge = (keys: ServiceKeys, rules: Rules, isFresh: boolean) => {
    presentedBy(parts, req); // with our cookie beside it: refused
    const key = token === "malformed" ? undefined : findKey(keys, token, rules.system.epoch, parts.clock());
    if (key === undefined) {
      // What is held may be of a moment ago, and this key have been made just now at another process.
      if (!isFresh && token !== "malformed") return read(true);
      return refuse(new MfaError("ERR_MFA_SIGN_IN"));
    }
    const refused = refusalOf(key, scope, req);
    if (refused !== undefined) {
      auditRefusal(parts, key, req);
      return refuse(new MfaError(refused));
    }
    noteUse(parts, key);
    const { id, name, scopes } = key;
    (req as { mfaService?: ServiceContext }).mfaService = { id, name, scopes };
    next();
  };
  const refuse = (error: unknown) => {
    const fault = asFault(error, parts);
    if (fault.status === 401) res.setHeader("WWW-Authenticate", 'Bearer error="invalid_token"');
    if (fault.code === "ERR_MFA_SCOPE") {
      const wanted = scope === undefined ? "" : `, scope="${scope}"`;
      res.setHeader("WWW-Authenticate", `Bearer error="insufficient_scope"${wanted}`);
    }
    // A program reads no pages.
    sendProblem({ ...exchange(parts, req, res), page: false }, fault);
  };
  const read = (fresh: boolean) => {
    Promise.all([parts.serviceKeys.read(keysId, { fresh }), parts.rules({ fresh })])
      .then(([keys = noKeys, rules]) => judge(keys, rules, fresh))
      .catch(refuse);
  };
  try {
    parts.assertReady();
    const [keys, rules] = [parts.serviceKeys.peek(keysId), parts.peekRules()];
    if (keys !== undefined && rules !== undefined) judge(keys, rules, false);
    else read(false);
  } catch (error) {
    refuse(error);
  }
}

function refusalOf(
  key: ServiceKey,
  scope: string | undefined,
  { ip, socket }: Request,
): ErrorCode | undefined {
  // Not `addressOf`: where a proxy names a client by what is no address, the proxy's own must not stand in for it.
  if (key.addresses.length > 0 && !isWithin(key.addresses, ip ?? socket.remoteAddress))
    return "ERR_MFA_ADDRESS";
  return scope !== undefined && key.scopes.includes(scope) ? undefined : "ERR_MFA_SCOPE";
}

function auditRefusal(parts: Parts, { id, name }: ServiceKey, req: IncomingMessage): void {
  const address = addressOf(req);
  parts.audit({
    type: "service-refused",
    client: { kind: "app", ...(address !== undefined && { address }) },
    details: [{ name: "service", after: name }],
    collapse: `${id} ${address}`,
  });
}

/** Not waited for: that it is written late costs nothing but the time that is shown. */
function noteUse(parts: Parts, key: ServiceKey): void {
  const now = parts.clock();
  if (!useIsDue(key, now)) return;
  parts.serviceKeys
    .update(keysId, (all) => ({ next: all && withUse(all, key.id, now), outcome: undefined }))
    .catch(parts.fault);
}
