import { z } from "zod";
import type { AuditDetail, AuditType, ServiceKeysView } from "../contract/index.js";
import { day } from "../core/numbers.js";
import { isGood, noKeys, type ServiceKey, withKey } from "../core/service-key.js";
import { assertEngineer } from "../core/system.js";
import { MfaError } from "../errors/index.js";
import { check, readBody, text } from "./body.js";
import type { Caller } from "./caller.js";
import { freshness } from "./card-view.js";
import type { Exchange } from "./exchange.js";
import { isNetwork } from "./networks.js";
import { assertFresh } from "./operators.js";
import type { Reply } from "./reply.js";
import { keysId } from "./serve.js";
import { mintServiceToken } from "./service-token.js";
import { operatorView } from "./views.js";

/** RFC 6749 §3.3. */
export const scopeShape = /^[\x21\x23-\x5b\x5d-\x7e]{1,64}$/;
const days = { least: 1, most: 365, otherwise: 90 } as const;
const mostOfEach = 20;

/** A list, or what a form sends: words with spaces, commas or lines between them. */
const words = z
  .union(
    [text(2000).transform((typed) => typed.split(/[\s,]+/).filter(Boolean)), z.array(text(64)).max(100)],
    "characters",
  )
  .pipe(z.array(z.string()).max(mostOfEach, "manyWords"));

export const serviceKeyBody = z.object({
  name: text(60)
    .transform((name) => name.trim())
    .pipe(
      z
        .string()
        .min(1, "missing")
        .regex(/^\P{C}*$/u, "characters"),
    ),
  scopes: words.pipe(z.array(z.string().regex(scopeShape, "scope")).min(1, "missing")),
  addresses: words.pipe(z.array(z.string().refine(isNetwork, "network"))).default([]),
  days: z
    .preprocess(
      (typed) => (typeof typed === "string" && /^[0-9]{1,4}$/.test(typed) ? Number(typed) : typed),
      z.int("keyDays").min(days.least, "keyDays").max(days.most, "keyDays"),
    )
    .default(days.otherwise),
});

/** `GET /service-keys`: those that are good, to system engineers; never a key itself. */
export async function serviceKeys(x: Exchange, caller: Caller): Promise<Reply> {
  return { view: await keysView(x, caller) };
}

/** `POST /service-keys`: one more, after a fresh proof. The key is told once. */
export async function addServiceKey(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts } = x;
  const body = await readBody(x);
  assertFresh(x, caller);
  let asked: z.output<typeof serviceKeyBody>;
  try {
    asked = check(serviceKeyBody, body);
  } catch (error) {
    if (!(error instanceof MfaError) || error.errors === undefined) throw error;
    const view = await keysView(x, caller, { asked: typed(body) });
    return { view, notice: { code: "ERR_MFA_INPUT", errors: error.errors } };
  }
  const { name, scopes, addresses } = asked;
  const { system } = await parts.rules({ fresh: true });
  assertEngineer(system, caller.operator.id);
  const { text: key, id, hash } = mintServiceToken(parts.random);
  const now = parts.clock();
  const made: ServiceKey = {
    ...{ id, hash, name, addresses, at: now },
    scopes: [...new Set(scopes)],
    expires: now + asked.days * day,
    by: caller.operator.id,
    systemEpoch: system.epoch,
  };
  const refused = await parts.serviceKeys.update(keysId, (all = noKeys) => {
    if (all.keys.some((other) => other.name === name && isGood(other, system.epoch, now)))
      return { next: all, outcome: "keyTaken" };
    const next = withKey(all, made, now);
    return next === undefined ? { next: all, outcome: "manyKeys" } : { next, outcome: undefined };
  });
  if (refused !== undefined) {
    const view = await keysView(x, caller, { asked: typed(body) });
    return { view, notice: { code: "ERR_MFA_INPUT", errors: { name: refused } } };
  }
  auditKey(x, caller, "service-added", [
    { name: "service", after: name },
    { name: "scopes", after: made.scopes.join(" ") },
  ]);
  return { view: await keysView(x, caller, { made: { id, name, key } }) };
}

/** `POST /service-keys/:id/end`: no request gets through with it any more. Throws `ERR_MFA_NOT_FOUND`. */
export async function endServiceKey(x: Exchange, caller: Caller): Promise<Reply> {
  const { id } = x.req.params ?? {};
  const [ended] = await end(x, caller, (key) => key.id === id);
  if (ended === undefined) throw new MfaError("ERR_MFA_NOT_FOUND");
  auditKey(x, caller, "service-ended", [{ name: "service", before: ended.name }]);
  return done(x, caller);
}

/** `POST /service-keys/end`: all of them. */
export async function endServiceKeys(x: Exchange, caller: Caller): Promise<Reply> {
  const ended = await end(x, caller, () => true);
  for (const { name } of ended) auditKey(x, caller, "service-ended", [{ name: "service", before: name }]);
  return done(x, caller);
}

async function end(
  x: Exchange,
  caller: Caller,
  which: (key: ServiceKey) => boolean,
): Promise<readonly ServiceKey[]> {
  const { parts } = x;
  await readBody(x);
  assertFresh(x, caller);
  assertEngineer((await parts.rules({ fresh: true })).system, caller.operator.id);
  return parts.serviceKeys.update(keysId, (all) => {
    const ended = all?.keys.filter(which) ?? [];
    if (all === undefined || ended.length === 0) return { next: all, outcome: ended };
    return { next: { ...all, keys: all.keys.filter((key) => !which(key)) }, outcome: ended };
  });
}

async function done(x: Exchange, caller: Caller): Promise<Reply> {
  return { view: await keysView(x, caller), goTo: x.site.at("/service-keys?done=ended") };
}

async function keysView(
  { parts }: Exchange,
  caller: Caller,
  more: Pick<ServiceKeysView, "made" | "asked"> = {},
): Promise<ServiceKeysView> {
  const now = parts.clock();
  const { keys } = (await parts.serviceKeys.read(keysId, { fresh: true })) ?? noKeys;
  const good = keys.filter((key) => isGood(key, caller.rules.system.epoch, now));
  const makers = new Map(
    await Promise.all(
      [...new Set(good.map(({ by }) => by))].map(
        async (id) => [id, (await parts.operators.read(id))?.username] as const,
      ),
    ),
  );
  return {
    state: "service-keys",
    operator: operatorView(caller.operator),
    keys: good.map(({ id, name, scopes, addresses, at, expires, by, used }) => {
      const maker = makers.get(by);
      return {
        ...{ id, name, scopes, addresses, since: at, expires },
        ...(maker !== undefined && { by: maker }),
        ...(used !== undefined && { used }),
      };
    }),
    ...freshness(caller, now),
    ...more,
  };
}

/** What was typed, as it was typed: shown again, and nothing else is done with it. */
function typed(body: Readonly<Record<string, unknown>>): NonNullable<ServiceKeysView["asked"]> {
  const written = (value: unknown) =>
    typeof value === "string" || typeof value === "number" ? String(value) : "";
  const shown = (name: string) => {
    const value = body[name];
    return (Array.isArray(value) ? value.slice(0, 100).map(written).join(" ") : written(value)).slice(
      0,
      2000,
    );
  };
  return { name: shown("name"), scopes: shown("scopes"), addresses: shown("addresses"), days: shown("days") };
}

function auditKey(
  x: Exchange,
  { operator, holder }: Caller,
  type: AuditType,
  details: readonly AuditDetail[],
): void {
  const { id, username } = operator;
  x.parts.audit({ type, operator: { id, username }, client: holder.client, details });
}
