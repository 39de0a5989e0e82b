import type { Minted } from "../core/holder.js";
import { findDevice } from "../core/holder.js";
import type { Client, Device, OperatorRecord } from "../core/record.js";
import type { Rules } from "../core/rules.js";
import { deviceCookie, readCookie } from "./cookies.js";
import { addressOf, type Exchange } from "./exchange.js";
import { readToken } from "./token.js";

/** What asks, as it says itself: told to the owner, trusted in nothing. */
export function clientOf({ req }: Pick<Exchange, "req">, kind: Client["kind"]): Client {
  const userAgent = req.headers["user-agent"]?.slice(0, 200);
  const address = addressOf(req);
  const language = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,3}/.exec(req.headers["accept-language"] ?? "")?.[0];
  return {
    kind,
    ...(userAgent !== undefined && { userAgent }),
    ...(address !== undefined && { address }),
    ...(language !== undefined && { language }),
  };
}

export interface KnownDevice {
  readonly token: Minted;
  readonly known: Device;
}

/** The cookie of a browser that has signed in as this operator before. */
export function deviceIn(
  { req, site }: Exchange,
  record: OperatorRecord,
  rules: Rules,
): KnownDevice | undefined {
  const token = readToken(readCookie(req, site, deviceCookie(record.id)));
  const known = token?.operator === record.id ? findDevice(record, rules, token) : undefined;
  return token && known && { token: { id: token.id, hash: token.hash }, known };
}
