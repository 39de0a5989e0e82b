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

/** The token that a browser brings as one that has signed in as this operator before; good or not. */
export function deviceTokenIn({ req, site }: Exchange, { id: operator }: OperatorRecord): Minted | undefined {
  const token = readToken(readCookie(req, site, deviceCookie(operator)));
  return token?.operator === operator ? { id: token.id, hash: token.hash } : undefined;
}

/** The browser of that token, where it is known. */
export function deviceIn(x: Exchange, record: OperatorRecord, rules: Rules): KnownDevice | undefined {
  const token = deviceTokenIn(x, record);
  const known = findDevice(record, rules, token);
  return token && known && { token, known };
}
