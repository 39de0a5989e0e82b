import type { IncomingMessage } from "node:http";
import type { Operator } from "../contract/index.js";
import { findHolder, type Ref, sessionNamed } from "../core/holder.js";
import type { Client, Holder, OperatorRecord } from "../core/record.js";
import type { Rules } from "../core/rules.js";
import { operatorOf } from "../core/system.js";
import { MfaError } from "../errors/index.js";
import { clientOf } from "./client.js";
import { readCookie } from "./cookies.js";
import type { Parts } from "./parts.js";
import { readToken, type Token } from "./token.js";

/** Whom the request's token names, in a sign-in or in a session. What they may do is for `decide` to say. */
export interface Caller {
  readonly ref: Ref;
  readonly holder: Holder;
  readonly record: OperatorRecord;
  readonly rules: Rules;
  readonly operator: Operator;
}

interface Presented {
  readonly token: Token;
  readonly kind: "browser" | "app";
}

/** The caller, read from the store where this process does not hold it; `fresh` always reads. */
export async function callerOf(
  parts: Parts,
  req: IncomingMessage,
  options: { readonly fresh?: boolean } = {},
): Promise<Caller | undefined> {
  const presented = presentedBy(parts, req);
  if (presented === undefined) return undefined;
  const [record, rules] = await Promise.all([
    parts.operators.read(presented.token.operator, options),
    parts.rules(options),
  ]);
  return record && identify(parts, presented, record, rules, clientOf({ req }, presented.kind));
}

/**
 * Whose session it is, without waiting: `"read"` when this process does not hold what it takes. Whether the session is still
 * good is left to `decide`: all requests come this way, and what it takes is looked at once.
 */
export function peekCaller(parts: Parts, req: IncomingMessage): Caller | undefined | "read" {
  const presented = presentedBy(parts, req);
  if (presented === undefined) return undefined;
  const record = parts.operators.peek(presented.token.operator);
  const rules = parts.peekRules();
  if (record === undefined || rules === undefined) return "read";
  const { id, hash } = presented.token;
  const holder = sessionNamed(record, presented.token);
  if (holder?.client.kind !== presented.kind) return undefined;
  const ref = { kind: "session", id, hash } as const;
  return { ref, holder, record, rules, operator: operatorOf(record, rules.system) };
}

function identify(
  parts: Parts,
  { token, kind }: Presented,
  record: OperatorRecord,
  rules: Rules,
  client: Client,
): Caller | undefined {
  const named = { id: token.id, hash: token.hash, client };
  const now = parts.clock();
  const caller =
    callerIn(record, rules, { kind: "session", ...named }, now) ??
    callerIn(record, rules, { kind: "sign-in", ...named }, now);
  // A browser's token is good in its cookie only, an app's as a bearer only.
  return caller?.holder.client.kind === kind ? caller : undefined;
}

/** The caller that a token names in this record, if it is good there. */
export function callerIn(record: OperatorRecord, rules: Rules, ref: Ref, now: number): Caller | undefined {
  const holder = findHolder(record, rules, ref, now);
  return holder && { ref, holder, record, rules, operator: operatorOf(record, rules.system) };
}

/** Does the request carry a bearer token? Such a request is an app's: no cookie, and no same-origin evidence. */
export function bearerOf(req: IncomingMessage): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(req.headers.authorization ?? "")?.[1];
}

/** The token that the request brings, good or not. */
export function presentedBy(parts: Parts, req: IncomingMessage): Presented | undefined {
  const bearer = bearerOf(req);
  const cookie =
    req.headers.cookie === undefined ? undefined : readCookie(req, parts.sites.of(req), "session");
  if (bearer !== undefined && cookie !== undefined) throw new MfaError("ERR_MFA_TWO_TOKENS");
  const token = readToken(bearer ?? cookie);
  return token && { token, kind: bearer === undefined ? "browser" : "app" };
}
