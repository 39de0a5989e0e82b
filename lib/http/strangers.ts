import { z } from "zod";
import { type Budget, charge, unspent, waiting } from "../core/budget.js";
import { day, passwordBudget } from "../core/numbers.js";
import type { Collection, CollectionSpec } from "../store/types.js";

/**
 * Wrong passwords of clients that are not known devices, by name: in a record of their own, so that no stranger writes an
 * operator's record, and for names that exist and names that do not alike.
 */
export interface StrangerRecord {
  readonly passwords: Budget;
}

const schema = z.strictObject({
  passwords: z.strictObject({ days: z.record(z.string(), z.number()), until: z.number() }),
});

export const strangersSpec: CollectionSpec<StrangerRecord> = {
  prefix: "try",
  parse: (stored) => schema.parse(stored),
  /** When nothing of it counts any more. */
  expires: ({ passwords }) =>
    Math.max(
      passwords.until,
      (Math.max(...Object.keys(passwords.days).map(Number)) + 2) * day + passwordBudget.window,
    ),
};

/** Seconds that strangers must wait before the next password for this name. */
export async function strangersWait(
  strangers: Collection<StrangerRecord>,
  key: string,
  now: number,
): Promise<number> {
  const record = await strangers.read(key, { fresh: true });
  return waiting(record?.passwords ?? unspent, now);
}

/** Counts a wrong password, unless there is a wait by now: then nothing was judged, and the wait is told. */
export function chargeStrangers(
  strangers: Collection<StrangerRecord>,
  key: string,
  now: number,
): Promise<number> {
  return strangers.update(key, (current) => {
    const passwords = current?.passwords ?? unspent;
    const wait = waiting(passwords, now);
    if (wait > 0) return { next: current, outcome: wait };
    return { next: { passwords: charge(passwords, passwordBudget, now) }, outcome: 0 };
  });
}
