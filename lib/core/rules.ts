import type { Held, Json, Strategy } from "../contract/index.js";
import type { OperatorRecord } from "./record.js";
import { operatorOf, type SystemRecord } from "./system.js";

/** The strategies that are installed, by id, in the order of the option. */
export type Catalogue = ReadonlyMap<string, Strategy>;

/** What holds for every operator at this moment. */
export interface Rules {
  readonly system: SystemRecord;
  readonly catalogue: Catalogue;
  readonly session: { readonly absolute: number; readonly idle: number };
}

/** The operator's credential of one strategy: enrolled, or following from the operator as an address does. */
export function heldBy(record: OperatorRecord, rules: Rules, strategyId: string): Held<Json> | undefined {
  const strategy = rules.catalogue.get(strategyId);
  if (strategy === undefined) return undefined;
  const enrolled = record.credentials.find((credential) => credential.strategy === strategyId);
  if (enrolled !== undefined) return { id: enrolled.id, own: enrolled.own };
  const own = strategy.derive?.(operatorOf(record, rules.system));
  // What follows from the operator is named by what it is: a new address is another credential.
  return own === undefined ? undefined : { id: `derived:${JSON.stringify(own)}`, own };
}

/** The second factors that the policy accepts and that are installed; the operator's last choice first. */
export function accepted(record: OperatorRecord, rules: Rules): Strategy[] {
  const ids = rules.system.policy.strategies;
  return [...rules.catalogue.values()]
    .filter((strategy) => strategy.stage === "second" && ids.includes(strategy.id))
    .sort((a, b) => Number(b.id === record.preferred) - Number(a.id === record.preferred));
}

/** Every second factor that the operator has, whatever the policy accepts; the strongest first. */
export function secondFactors(record: OperatorRecord, rules: Rules): Strategy[] {
  return [...rules.catalogue.values()]
    .filter((strategy) => strategy.stage === "second" && heldBy(record, rules, strategy.id) !== undefined)
    .sort((a, b) => b.strength - a.strength);
}

/** Ids of the second factors that are installed. */
export function secondFactorIds(catalogue: Catalogue): string[] {
  return [...catalogue.values()].filter(({ stage }) => stage === "second").map(({ id }) => id);
}

/** The login that the host has, where it is a first factor. */
export function hostLogin(
  catalogue: Catalogue,
): (Strategy & Required<Pick<Strategy, "hostLogin">>) | undefined {
  for (const strategy of catalogue.values())
    if (strategy.hostLogin !== undefined) return { ...strategy, hostLogin: strategy.hostLogin };
  return undefined;
}

/** The first-stage strategy that opens a sign-in: our own where there is one, else the host's login. */
export function firstFactor(catalogue: Catalogue): Strategy {
  const first = [...catalogue.values()].filter(({ stage }) => stage === "first");
  const strategy = first.find((one) => one.hostLogin === undefined) ?? first[0];
  if (strategy !== undefined) return strategy;
  throw new TypeError("no strategy of the first stage is installed");
}
