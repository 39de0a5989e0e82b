import { z } from "zod";
import { findDevice, type Minted } from "../core/holder.js";
import type { Client, Device, OperatorRecord } from "../core/record.js";
import type { Rules } from "../core/rules.js";
import { isVersion } from "../core/version.js";
import { assertNewEnough } from "./app-version.js";
import { check, text } from "./body.js";
import { deviceCookie, readCookie, readDeviceCookies } from "./cookies.js";
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

/** Members of the body by which a first step says what makes it. An app has no cookies: it brings its tokens itself. */
export const arrivingClient = {
  client: z.enum(["browser", "app"], "choice").default("browser"),
  clientName: text(60)
    .refine((name) => /^\P{C}*$/u.test(name), "characters")
    .optional(),
  clientVersion: text(40).refine(isVersion, "version").optional(),
  device: text(200).optional(),
};

const schema = z.object(arrivingClient);

/** Whoever makes a first step. Throws `ERR_MFA_INPUT`, and `ERR_MFA_APP_VERSION` for an app that is too old. */
export function readClient(x: Exchange, body: unknown): Client {
  const { client: kind, clientName, clientVersion } = check(schema, body);
  const client = clientOf(x, kind);
  if (kind === "browser") return client;
  const app = {
    ...client,
    ...(clientName !== undefined && { name: clientName }),
    ...(clientVersion !== undefined && { version: clientVersion }),
  };
  assertNewEnough(x.parts, app);
  return app;
}

export interface KnownDevice {
  readonly token: Minted;
  readonly known: Device;
}

/** A computer that many share knows some of them; more are asked for one by one. */
const mostOwners = 5;

/** Of whom it says that it has signed in as them before, true or not. */
export function deviceOwnersIn({ req, site }: Exchange, kind: Client["kind"]): readonly string[] {
  const { device } = (req.body ?? {}) as { readonly device?: unknown };
  const brought = kind === "app" ? [device] : readDeviceCookies(req, site);
  const owners = brought.flatMap((text) =>
    typeof text === "string" ? (readToken(text)?.operator ?? []) : [],
  );
  return owners.slice(0, mostOwners);
}

/**
 * The token that a client brings as one that has signed in as this operator before, good or not: a browser in its cookie, an
 * app in the body. What was handed to the one is nothing in the hands of the other.
 */
export function deviceTokenIn(
  { req, site }: Exchange,
  { id: operator, devices }: OperatorRecord,
  kind: Client["kind"],
): Minted | undefined {
  const { device } = (req.body ?? {}) as { readonly device?: unknown };
  const inBody = typeof device === "string" ? device : undefined;
  const token = readToken(kind === "app" ? inBody : readCookie(req, site, deviceCookie(operator)));
  if (token?.operator !== operator) return undefined;
  const isOther = devices.some(({ id, client }) => id === token.id && client.kind !== kind);
  return isOther ? undefined : { id: token.id, hash: token.hash };
}

/** The client of that token, where it is known. */
export function deviceIn(
  x: Exchange,
  record: OperatorRecord,
  rules: Rules,
  kind: Client["kind"],
): KnownDevice | undefined {
  const token = deviceTokenIn(x, record, kind);
  const known = findDevice(record, rules, token);
  return token && known && { token, known };
}
