import type { Operator } from "../contract/index.js";
import type { Credential } from "../core/record.js";
import { firstFactor, type Rules } from "../core/rules.js";
import { randomId } from "../crypto/index.js";
import { MfaError } from "../errors/index.js";
import { readFields } from "./body.js";
import type { Exchange } from "./exchange.js";
import type { Parts } from "./parts.js";
import { servicesFor } from "./services.js";

export type NewFirstFactor =
  | { readonly credential: Credential; readonly errors?: undefined }
  | { readonly credential?: undefined; readonly errors: Readonly<Record<string, string>> };

/** The first factor that somebody chose, by the rules of its strategy; or what is wrong with it, by field. */
export async function newFirstFactor(
  parts: Parts,
  operator: Operator,
  rules: Rules,
  typed: Readonly<Record<string, unknown>>,
  x?: Exchange,
): Promise<NewFirstFactor> {
  const strategy = firstFactor(rules.catalogue);
  const { enrol, id, fields } = strategy;
  if (enrol === undefined) return { errors: { [fields[0]?.name ?? id]: "choice" } };
  let input: Readonly<Record<string, string>>;
  try {
    input = readFields(enrol.fields ?? fields, typed);
  } catch (error) {
    if (error instanceof MfaError && error.errors !== undefined) return { errors: error.errors };
    throw error;
  }
  const services = servicesFor(parts, strategy, operator, rules, x);
  const finding = await enrol.finish(services, await enrol.begin(services, []), input);
  if (!finding.right) return { errors: finding.errors ?? {} };
  return { credential: { id: randomId(parts.random), strategy: id, at: parts.clock(), own: finding.own } };
}
