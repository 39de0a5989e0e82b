import { z } from "zod";
import type { AskedSettings, Lockout, Policy, SettingsView } from "../contract/index.js";
import type { Rules } from "../core/rules.js";
import { choiceOf, choicesOf, lockedOut } from "../core/settings.js";
import { type Mode, modes } from "../core/system.js";
import { type ErrorCode, MfaError } from "../errors/index.js";
import { readBody, tick } from "./body.js";
import type { Caller } from "./caller.js";
import { freshness } from "./card-view.js";
import type { Exchange } from "./exchange.js";
import { mailAnswers } from "./mail-answers.js";
import type { Reply } from "./reply.js";
import { operatorView } from "./views.js";

const id = z.string().max(32);
const whole = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .pipe(z.int().min(0));

const fields = {
  mode: z.enum(Object.keys(modes) as [Mode, ...Mode[]]),
  // A form sends one tick as a text.
  also: z.union([id.transform((one) => [one]), z.array(id).max(20)]).default([]),
  reauthDays: whole.pipe(z.int().max(90)),
  version: whole,
  confirm: tick.default(false),
};
const schema = z.object(fields);

/** `GET /settings`: Options → Security, to system engineers. */
export async function settings(x: Exchange, caller: Caller): Promise<Reply> {
  return { view: settingsView(x, engineer(caller)) };
}

/** `POST /settings`: a new policy, after a fresh proof. Says first whom it would lock out. */
export async function changeSettings(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts } = x;
  const body = await readBody(x);
  if (!freshness(engineer(caller), parts.clock()).fresh) throw new MfaError("ERR_MFA_STEP_UP");
  const asked = askedIn(body);
  const parsed = schema.safeParse(body);
  const offered = offeredBy(caller.rules);
  const misfit = parsed.success
    ? [...modes[parsed.data.mode], ...parsed.data.also].filter((wanted) => !offered.includes(wanted))
    : [];
  if (!parsed.success || misfit.length > 0) {
    const wrong = parsed.success
      ? ["mode"]
      : parsed.error.issues.map(({ path }) => String(path[0] ?? "mode"));
    return again(x, caller, asked, "ERR_MFA_INPUT", {
      errors: Object.fromEntries(wrong.map((name) => [name, name])),
    });
  }
  const { mode, also, reauthDays, version, confirm } = parsed.data;
  const strategies = [...modes[mode], ...also];
  const { policy } = caller.rules.system;
  if (version !== policy.version) return again(x, caller, undefined, "ERR_MFA_CONFLICT");
  const lockout = await lockoutOf(x, caller, { ...policy, strategies, reauthDays });
  if (lockout !== undefined && (lockout.everyEngineer || !confirm))
    return again(x, caller, asked, "ERR_MFA_LOCKOUT", { lockout });
  const { operator } = caller;
  const changed = await parts.changePolicy({ strategies, reauthDays }, { operator, version });
  if (changed === undefined) return again(x, await latest(x, caller), undefined, "ERR_MFA_CONFLICT");
  return { view: settingsView(x, await latest(x, caller)), goTo: `${x.site.mount}/settings?done=settings` };
}

export function settingsView(
  x: Exchange,
  caller: Caller,
  asked?: AskedSettings,
  lockout?: Lockout,
): SettingsView {
  const { policy } = caller.rules.system;
  const { strategies, reauthDays, version } = policy;
  return {
    state: "settings",
    operator: operatorView(caller.operator),
    policy: { ...choiceOf(policy), strategies, reauthDays, version },
    ...choicesOf(offeredBy(caller.rules)),
    ...freshness(caller, x.parts.clock()),
    ...(asked !== undefined && { asked }),
    ...(lockout !== undefined && { lockout }),
  };
}

/** The same page with what was asked for, and why it was not done. */
function again(
  x: Exchange,
  caller: Caller,
  asked: AskedSettings | undefined,
  code: ErrorCode,
  {
    errors,
    lockout,
  }: { readonly errors?: Readonly<Record<string, string>>; readonly lockout?: Lockout } = {},
): Reply {
  const { settings: words } = x.parts.languages.choose(x.languages).locale;
  const said = Object.keys(errors ?? {}).map((name) => [
    name,
    name === "reauthDays" ? words.daysError : words.choiceError,
  ]);
  return {
    view: settingsView(x, caller, asked, lockout),
    notice: { code, ...(errors !== undefined && { errors: Object.fromEntries(said) }) },
  };
}

/** What was typed, as it was typed: shown again, and nothing else is done with it. */
function askedIn({ mode, also, reauthDays }: Readonly<Record<string, unknown>>): AskedSettings {
  const written = (value: unknown) =>
    typeof value === "string" || typeof value === "number" ? String(value) : "";
  return {
    mode: written(mode).slice(0, 32),
    also: [also].flat().map(written).slice(0, 20),
    reauthDays: written(reauthDays).slice(0, 32),
  };
}

const page = 200;
const named = 20;

/** Everybody who could not sign in any more; nothing where nobody is. */
async function lockoutOf(
  { parts }: Exchange,
  { rules }: Caller,
  policy: Policy,
): Promise<Lockout | undefined> {
  const next: Rules = { ...rules, system: { ...rules.system, policy } };
  const now = parts.clock();
  const usernames: string[] = [];
  const engineers = new Set(rules.system.engineers);
  for (let after: string | undefined; ; ) {
    const some = await parts.operators.list(after, page);
    for (const [key, record] of some) {
      if (!lockedOut(record, next, now)) continue;
      engineers.delete(key);
      // Whoever is out already is not locked out by this change.
      if (!lockedOut(record, rules, now)) usernames.push(record.username);
    }
    after = some.at(-1)?.[0];
    if (some.length < page) break;
  }
  const posted = policy.strategies.some((strategy) => rules.catalogue.get(strategy)?.derive !== undefined);
  const mail = !posted || (await mailAnswers(parts.mailer));
  if (usernames.length === 0 && mail) return undefined;
  return {
    count: usernames.length,
    usernames: usernames.slice(0, named),
    mail,
    everyEngineer: engineers.size === 0,
  };
}

function offeredBy({ catalogue }: Rules): string[] {
  return [...catalogue.values()].filter(({ stage }) => stage === "second").map((strategy) => strategy.id);
}

export function engineer(caller: Caller): Caller {
  if (caller.operator.role !== "engineer") throw new MfaError("ERR_MFA_FORBIDDEN");
  return caller;
}

async function latest({ parts }: Exchange, caller: Caller): Promise<Caller> {
  return { ...caller, rules: await parts.rules({ fresh: true }) };
}
