import type { AskedSettings, Lockout, SettingsView } from "../contract/index.js";
import { decide } from "../core/decide.js";
import { breakGlassShown } from "../core/numbers.js";
import type { Session } from "../core/record.js";
import { installedIn } from "../core/rules.js";
import { choiceOf, choicesOf } from "../core/settings.js";
import { type ErrorCode, MfaError } from "../errors/index.js";
import { readBody } from "./body.js";
import type { Caller } from "./caller.js";
import { freshness } from "./card-view.js";
import type { Exchange } from "./exchange.js";
import { lockoutOf } from "./lockout.js";
import type { Reply } from "./reply.js";
import { readSettings, typedSettings } from "./settings-form.js";
import { operatorView } from "./views.js";

/** `GET /settings`: Options → Security, to system engineers. */
export async function settings(x: Exchange, caller: Caller): Promise<Reply> {
  const view = settingsView(x, caller);
  return { view: { ...view, health: await x.parts.health(caller.rules) } };
}

/** `POST /settings`: a new policy, after a fresh proof. Says first whom it would lock out. */
export async function changeSettings(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts } = x;
  const body = await readBody(x);
  if (!freshness(caller, parts.clock()).fresh) throw new MfaError("ERR_MFA_STEP_UP");
  const { operator, rules } = caller;
  const { policy } = rules.system;
  const asked = typedSettings(body);
  const form = readSettings(body, installedIn(rules.catalogue), lifeOf(caller));
  if (form.errors !== undefined) return again(x, caller, "ERR_MFA_INPUT", { asked, errors: form.errors });
  const { version, confirm, confirmOff, ...input } = form;
  if (version !== policy.version) return again(x, caller, "ERR_MFA_CONFLICT");
  const turnsOff = policy.strategies.length > 0 && input.strategies.length === 0;
  if (turnsOff && !confirmOff)
    return again(x, caller, "ERR_MFA_INPUT", { asked, errors: { confirmOff: "tick" } });
  const lockout = await lockoutOf(parts, rules, { ...policy, ...input });
  if (lockout !== undefined && (lockout.everyEngineer || !confirm))
    return again(x, caller, "ERR_MFA_LOCKOUT", { asked, lockout });
  const changed = await parts.changePolicy(input, {
    operator,
    version,
    client: caller.holder.client,
  });
  if (changed === undefined) return again(x, await latest(x, caller), "ERR_MFA_CONFLICT");
  const after = await latest(x, caller);
  const { ok } = decide(after.record, after.rules, after.holder as Session, {}, parts.clock());
  const goTo = ok ? x.site.at("/settings?done=settings") : `${x.site.mount}/?done=settings-again`;
  return { view: settingsView(x, after), goTo };
}

interface Answered {
  /** What was asked for and not done. */
  readonly asked?: AskedSettings;
  readonly lockout?: Lockout;
}

export function settingsView(x: Exchange, caller: Caller, answered: Answered = {}): SettingsView {
  const { policy, breakGlass } = caller.rules.system;
  const { strategies, reauthDays, passwordless = false, version } = policy;
  const installed = installedIn(caller.rules.catalogue);
  const shown = breakGlass !== undefined && x.parts.clock() - breakGlass.at < breakGlassShown;
  return {
    state: "settings",
    operator: operatorView(caller.operator),
    policy: { ...choiceOf(policy), strategies, reauthDays, session: lifeOf(caller), passwordless, version },
    ...choicesOf(installed.second),
    passwordless: installed.passwordless,
    ...freshness(caller, x.parts.clock()),
    ...(shown && { breakGlass: { username: breakGlass.username, at: breakGlass.at } }),
    ...answered,
  };
}

/** The same page with what was asked for, and why it was not done. */
function again(
  x: Exchange,
  caller: Caller,
  code: ErrorCode,
  { errors, ...answered }: Answered & { readonly errors?: Readonly<Record<string, string>> } = {},
): Reply {
  return {
    view: settingsView(x, caller, answered),
    notice: { code, ...(errors !== undefined && { errors }) },
  };
}

/** In seconds, whoever said it: the option, or an engineer. */
function lifeOf({ rules }: Caller): { readonly absolute: number; readonly idle: number } {
  const { absolute, idle } = rules.session;
  return { absolute: absolute / 1000, idle: idle / 1000 };
}

async function latest({ parts }: Exchange, caller: Caller): Promise<Caller> {
  return { ...caller, rules: await parts.rules({ fresh: true }) };
}
