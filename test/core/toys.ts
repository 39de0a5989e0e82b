import type { Json, Policy, Strategy } from "../../lib/contract/index.js";
import { unspent } from "../../lib/core/budget.js";
import { hour, minute } from "../../lib/core/numbers.js";
import type { OperatorRecord } from "../../lib/core/record.js";
import type { Rules } from "../../lib/core/rules.js";
import type { SystemRecord } from "../../lib/core/system.js";

// Strategies that judge nothing: the core is told what a judge found, and must hold whatever it is told.

function toy(id: string, more: Partial<Strategy>): Strategy {
  return {
    id,
    stage: "second",
    factor: "possession",
    strength: 1,
    amr: [],
    fields: [],
    messages: { en: { name: id, prompt: "" } },
    judge: async () => ({ right: false }),
    ...more,
  };
}

const enrol = {
  begin: async () => null,
  view: async () => ({ data: {} }),
  finish: async () => ({ right: false }) as const,
};

/** A first factor; one by mail with a challenge; an app whose steps are good once; a key that is stronger. */
export const catalogue = new Map(
  [
    toy("word", { stage: "first", factor: "knowledge", enrol }),
    toy("mail", {
      derive: ({ email }) => (email === undefined ? undefined : { email }),
      challenge: async () => ({ data: null }),
    }),
    toy("app", {
      strength: 2,
      enrol,
      consume: (own, use) => {
        const { last } = own as { last: number };
        return typeof use === "number" && use > last ? { last: use } : undefined;
      },
    }),
    toy("key", { strength: 3, enrol }),
  ].map((strategy) => [strategy.id, strategy]),
);

export const seconds = ["mail", "app", "key"] as const;

export function rulesWith(policy: Partial<Policy>, system: Partial<SystemRecord> = {}): Rules {
  return {
    catalogue,
    session: { absolute: 12 * hour, idle: 30 * minute },
    system: {
      version: 1,
      policy: { strategies: ["mail"], reauthDays: 0, version: 1, ...policy },
      engineers: [],
      epoch: 0,
      trustEpoch: 0,
      ...system,
    },
  };
}

export function recordWith(more: Partial<OperatorRecord> = {}): OperatorRecord {
  return {
    version: 1,
    id: "op",
    username: "anna",
    email: "anna@net2.example",
    enabled: true,
    epoch: 0,
    trustEpoch: 0,
    credentials: [{ id: "word-1", strategy: "word", at: 0, own: null }],
    codes: unspent,
    sends: [],
    signIns: [],
    sessions: [],
    devices: [],
    events: { next: 0, last: [] },
    ...more,
  };
}

/** Frozen to the last leaf: a transition that wrote into what it was given would throw. */
export function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part as Json);
  }
  return value;
}
