import type { Health } from "../contract/index.js";
import type { Rules } from "../core/rules.js";
import {
  addressCheck,
  clockCheck,
  engineerCheck,
  factorCheck,
  internetCheck,
  mailCheck,
  storageCheck,
} from "../health/index.js";
import type { Parts } from "./parts.js";

/** Every check, side by side; none of them keeps a page waiting for more than the probes' 3 s. */
export async function healthOf(parts: Parts, rules: Rules): Promise<Health> {
  const { probes, drift, survey } = parts;
  const [clock, mail, internet, { swap, noAddress, noFactor }] = await Promise.all([
    probes.clock(),
    probes.smtp(),
    probes.internet(),
    survey(rules),
  ]);
  const { policy, engineers } = rules.system;
  const needed = policy.strategies.some((id) => rules.catalogue.get(id)?.derive !== undefined);
  return [
    clockCheck(clock, drift.ahead()),
    mailCheck(mail, internet, needed),
    internetCheck(internet),
    storageCheck(swap),
    addressCheck(noAddress),
    factorCheck(noFactor, policy.strategies.length > 0),
    engineerCheck(engineers.length),
  ];
}
