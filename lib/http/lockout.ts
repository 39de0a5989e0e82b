import type { Lockout, Policy } from "../contract/index.js";
import type { Rules } from "../core/rules.js";
import { lockedOut } from "../core/settings.js";
import { everyOperator } from "./every-operator.js";
import type { Parts } from "./parts.js";

const named = 20;

/** Who could not sign in any more under another policy; nothing where everybody could who can now. */
export async function lockoutOf(parts: Parts, rules: Rules, policy: Policy): Promise<Lockout | undefined> {
  const next: Rules = { ...rules, system: { ...rules.system, policy } };
  const now = parts.clock();
  const usernames: string[] = [];
  const engineers = new Set(rules.system.engineers);
  for await (const record of everyOperator(parts)) {
    if (!lockedOut(record, next, now)) continue;
    engineers.delete(record.id);
    // Whoever is out already is not locked out by this change.
    if (!lockedOut(record, rules, now)) usernames.push(record.username);
  }
  const posts = (strategy: string) =>
    rules.catalogue.get(strategy)?.derive !== undefined && !rules.system.policy.strategies.includes(strategy);
  const mail = !policy.strategies.some(posts) || (await mailAnswers(parts));
  if (usernames.length === 0 && mail) return undefined;
  return {
    count: usernames.length,
    usernames: usernames.slice(0, named),
    mail,
    everyEngineer: engineers.size === 0,
  };
}

/** Asked anew: whoever mends the mail server does not wait. Where it is not to be asked nothing speaks against it. */
async function mailAnswers({ probes }: Parts): Promise<boolean> {
  const asked = await probes.smtp({ fresh: true });
  return asked.ok || asked.reason === "off";
}
