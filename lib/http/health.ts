import type { Affected, Health, HealthLevel, Probe } from "../contract/index.js";
import { accepted, heldBy, type Rules } from "../core/rules.js";
import { lockedOut } from "../core/settings.js";
import type { Caller } from "./caller.js";
import { everyOperator } from "./every-operator.js";
import type { Exchange } from "./exchange.js";
import type { Parts } from "./parts.js";
import type { Reply } from "./reply.js";
import { operatorView } from "./views.js";

/** `GET /health`: what an engineer should know of the system. Takes 3 s at most, and is kept for a minute. */
export async function health(x: Exchange, caller: Caller): Promise<Reply> {
  const { operator, rules } = caller;
  const view = { operator: operatorView(operator), health: await x.parts.health(rules) };
  return { view: { state: "health", ...view } };
}

/** A code is good for its 30 s and the 30 s around: a server that is further off refuses phones that are right. */
const seconds = { warning: 15, error: 30 };
const named = 20;
const keptFor = 60_000;

/** Everything side by side. What depends on the policy is looked at anew when that changes. */
export function createHealth(parts: Omit<Parts, "health">): Parts["health"] {
  let last: { readonly at: number; readonly rules: Rules; readonly found: Promise<Health> } | undefined;
  return (rules) => {
    const now = performance.now();
    const same = last?.rules.system === rules.system && now - last.at < keptFor;
    if (last === undefined || !same) {
      const mine = { at: now, rules, found: look(parts, rules) };
      last = mine;
      // A fault is not kept: whoever asks next looks again.
      mine.found.catch(() => {
        if (last === mine) last = undefined;
      });
    }
    return last.found;
  };
}

async function look(parts: Omit<Parts, "health">, rules: Rules): Promise<Health> {
  const { probes } = parts;
  const [mail, internet, clock, storage, people] = await Promise.all([
    probes.mail(),
    probes.internet(),
    clockOf(parts),
    storageOf(parts),
    peopleOf(parts, rules),
  ]);
  const engineers = rules.system.engineers.length;
  return {
    clock,
    mail: { level: levelOf(mail, needsMail(rules) ? "error" : "warning"), ...detailOf(mail) },
    internet: { level: levelOf(internet, "warning"), ...detailOf(internet) },
    storage,
    ...people,
    engineers: { level: engineers > 1 ? "ok" : "warning", count: engineers },
  };
}

async function clockOf({ probes, drift }: Omit<Parts, "health">): Promise<Health["clock"]> {
  const asked = await probes.clock();
  // The right time is ahead of us: we are behind.
  if (asked.state === "ok" && asked.ahead !== undefined) return judged("server", -asked.ahead / 1000);
  const seen = drift.read();
  if (seen !== undefined) return { ...judged("codes", -seen.ahead), ...detailOf(asked) };
  return { level: asked.state === "failed" ? "warning" : "unknown", ...detailOf(asked) };
}

function judged(by: "server" | "codes", ahead: number): Health["clock"] {
  const off = Math.abs(ahead);
  const level = off >= seconds.error ? "error" : off >= seconds.warning ? "warning" : "ok";
  return { level, by, ahead: Math.round(ahead) };
}

/** Written, not only read: a disk that is full lets nobody sign in. */
async function storageOf({ probeStorage }: Omit<Parts, "health">): Promise<Health["storage"]> {
  const begun = performance.now();
  try {
    const risks = await probeStorage();
    const milliseconds = Math.ceil(performance.now() - begun);
    return risks.length === 0
      ? { level: "ok", milliseconds }
      : { level: "warning", milliseconds, detail: risks.join("; ") };
  } catch {
    return { level: "error" };
  }
}

async function peopleOf(
  parts: Omit<Parts, "health">,
  rules: Rules,
): Promise<Pick<Health, "withoutEmail" | "withoutStrategy" | "lockedOut">> {
  const withoutEmail: string[] = [];
  const withoutStrategy: string[] = [];
  const out: string[] = [];
  const now = parts.clock();
  const asks = rules.system.policy.strategies.length > 0;
  for await (const record of everyOperator(parts)) {
    if (!record.enabled) continue;
    if (record.email === undefined) withoutEmail.push(record.username);
    const has = accepted(record, rules).some(({ id }) => heldBy(record, rules, id) !== undefined);
    if (asks && !has) withoutStrategy.push(record.username);
    // Who waits for an invitation comes in by that.
    if (record.invitation === undefined && lockedOut(record, rules, now)) out.push(record.username);
  }
  return {
    withoutEmail: affected(withoutEmail),
    withoutStrategy: asks ? affected(withoutStrategy) : { level: "warning", count: 0, usernames: [] },
    lockedOut: affected(out, "error"),
  };
}

function affected(usernames: readonly string[], level: HealthLevel = "warning"): Affected {
  const { length: count } = usernames;
  return { level: count === 0 ? "ok" : level, count, usernames: usernames.slice(0, named) };
}

/** A code by mail is asked for, so that without mail somebody stays out. */
function needsMail({ catalogue, system }: Rules): boolean {
  return system.policy.strategies.some((id) => catalogue.get(id)?.derive !== undefined);
}

function levelOf({ state }: Probe, failed: HealthLevel): HealthLevel {
  return state === "failed" ? failed : state === "off" ? "unknown" : "ok";
}

function detailOf({ detail }: Probe): { readonly detail?: string } {
  return detail === undefined ? {} : { detail };
}
