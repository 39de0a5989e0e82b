import type { Held, Input, Json, Strategy } from "../contract/index.js";
import type { Installed } from "./policy.js";
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

/** The operator's credential of one strategy, one of them where there can be several. */
export function heldBy(record: OperatorRecord, rules: Rules, strategyId: string): Held<Json> | undefined {
  return allHeldBy(record, rules, strategyId)[0];
}

/** The one of this id. */
export function heldAs(
  record: OperatorRecord,
  rules: Rules,
  strategyId: string,
  id: string,
): Held<Json> | undefined {
  const enrolled = record.credentials.find((one) => one.id === id && one.strategy === strategyId);
  if (enrolled !== undefined && rules.catalogue.has(strategyId)) return { id, own: enrolled.own };
  return allHeldBy(record, rules, strategyId).find((held) => held.id === id);
}

/** The one that an input is from: where there is one, that. */
export function heldFor(
  record: OperatorRecord,
  rules: Rules,
  strategyId: string,
  input: Input,
): Held<Json> | undefined {
  const { several } = rules.catalogue.get(strategyId) ?? {};
  if (several === undefined) return heldBy(record, rules, strategyId);
  const key = several.keyIn(input);
  return allHeldBy(record, rules, strategyId).find(({ own }) => several.key(own) === key);
}

/** All that the operator has of one strategy: enrolled, or following from the operator as an address does. */
export function allHeldBy(record: OperatorRecord, rules: Rules, strategyId: string): Held<Json>[] {
  const strategy = rules.catalogue.get(strategyId);
  if (strategy === undefined) return [];
  const enrolled = record.credentials.filter((credential) => credential.strategy === strategyId);
  if (enrolled.length > 0) return enrolled.map(({ id, own }) => ({ id, own }));
  const own = strategy.derive?.(operatorOf(record, rules.system));
  // What follows from the operator is named by what it is: a new address is another credential.
  return own === undefined ? [] : [{ id: `derived:${JSON.stringify(own)}`, own }];
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

/** What a policy can be made of. */
export function installedIn(catalogue: Catalogue): Installed {
  const second = [...catalogue.values()].filter(({ stage }) => stage === "second");
  const alone = second.filter(({ passwordless }) => passwordless !== undefined);
  return { second: second.map(({ id }) => id), passwordless: alone.map(({ id }) => id) };
}

/** Does the policy take this strategy as enough by itself, where it checks two factors? */
export function opensAlone({ catalogue, system }: Rules, strategyId: string): boolean {
  const { passwordless, strategies } = system.policy;
  return (
    passwordless === true &&
    strategies.includes(strategyId) &&
    catalogue.get(strategyId)?.passwordless !== undefined
  );
}

/** The login that the host has, where it is a first factor. */
export function hostLogin(catalogue: Catalogue): HostStrategy | undefined {
  return [...catalogue.values()].find(
    (strategy): strategy is HostStrategy => strategy.hostLogin !== undefined,
  );
}

type HostStrategy = Strategy & Required<Pick<Strategy, "hostLogin">>;

/** The first-stage strategy that opens a sign-in: our own where there is one, else the host's login. */
export function firstFactor(catalogue: Catalogue): Strategy {
  const first = [...catalogue.values()].filter(({ stage }) => stage === "first");
  const strategy = first.find((one) => one.hostLogin === undefined) ?? first[0];
  if (strategy !== undefined) return strategy;
  throw new TypeError("no strategy of the first stage is installed");
}
