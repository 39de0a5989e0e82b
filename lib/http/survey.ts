import { z } from "zod";
import type { Clock } from "../contract/index.js";
import type { OperatorRecord } from "../core/record.js";
import { accepted, heldBy, type Rules } from "../core/rules.js";
import type { Collection, CollectionSpec } from "../store/types.js";
import { everyOperator } from "./every-operator.js";

/** Milliseconds for which it is kept. */
const life = 60_000;
const named = 20;

const swap = z.strictObject({ at: z.number() });
type Swap = z.infer<typeof swap>;

/** What a look at the storage writes; it is gone after a minute. */
export const swapSpec: CollectionSpec<Swap> = {
  prefix: "health",
  parse: (stored) => swap.parse(stored),
  expires: ({ at }) => at + life,
};

export interface Some {
  readonly count: number;
  /** At most 20 of them. */
  readonly usernames: readonly string[];
}

export interface Surveyed {
  /** Milliseconds that a swap took; nothing where it failed. */
  readonly swap?: number;
  /** Enabled operators who have no e-mail address. */
  readonly noAddress: Some;
  /** Those who hold no second factor that the policy accepts. */
  readonly noFactor: Some;
}

/** Looks at the storage and at every operator, at most once a minute for one policy, however many ask. */
export type Survey = (rules: Rules) => Promise<Surveyed>;

interface Parts {
  readonly operators: Collection<OperatorRecord>;
  readonly swaps: Collection<Swap>;
  readonly clock: Clock;
}

export function createSurvey(parts: Parts): Survey {
  let last: { readonly at: number; readonly version: number; readonly found: Promise<Surveyed> } | undefined;
  return (rules) => {
    const at = parts.clock();
    const { version } = rules.system.policy;
    if (last?.version !== version || Math.abs(at - last.at) >= life) {
      const found = look(parts, rules);
      const mine = { at, version, found };
      last = mine;
      // What failed is looked at again by whoever asks next.
      found.catch(() => {
        if (last === mine) last = undefined;
      });
    }
    return last.found;
  };
}

async function look(parts: Parts, rules: Rules): Promise<Surveyed> {
  const [time, people] = await Promise.all([swapTime(parts), whoLacks(parts, rules)]);
  return { ...(time !== undefined && { swap: time }), ...people };
}

async function swapTime({ swaps, clock }: Parts): Promise<number | undefined> {
  const started = performance.now();
  try {
    await swaps.update("swap", () => ({ next: { at: clock() }, outcome: undefined }));
    return performance.now() - started;
  } catch {
    return undefined;
  }
}

async function whoLacks(parts: Parts, rules: Rules): Promise<Pick<Surveyed, "noAddress" | "noFactor">> {
  const noAddress = counter();
  const noFactor = counter();
  for await (const record of everyOperator(parts)) {
    if (!record.enabled) continue;
    if (record.email === undefined) noAddress.add(record.username);
    if (!accepted(record, rules).some(({ id }) => heldBy(record, rules, id) !== undefined))
      noFactor.add(record.username);
  }
  return { noAddress: noAddress.some(), noFactor: noFactor.some() };
}

function counter() {
  const usernames: string[] = [];
  let count = 0;
  return {
    add(username: string) {
      count += 1;
      if (count <= named) usernames.push(username);
    },
    some: (): Some => ({ count, usernames }),
  };
}
