import { z } from "zod";
import type { Clock } from "../contract/index.js";
import { type Budget, charge, unspent, waiting } from "../core/budget.js";
import { day, passwordBudget } from "../core/numbers.js";
import type { Collection, CollectionSpec } from "../store/types.js";
import type { AddressBudget } from "./address-budget.js";

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

interface Counts {
  readonly strangers: Collection<StrangerRecord>;
  readonly addresses: AddressBudget;
  readonly clock: Clock;
}

/** What a guess of a stranger is counted by: the name that it is for, as a key, and where it comes from. */
export interface Guess {
  readonly key: string;
  readonly address: string | undefined;
}

/** Seconds that a stranger must wait before the next guess. */
export async function strangersWait(
  { strangers, addresses, clock }: Counts,
  { key, address }: Guess,
): Promise<number> {
  const record = await strangers.read(key, { fresh: true });
  return Math.max(waiting(record?.passwords ?? unspent, clock()), addresses.waiting(address));
}

/** Counts a wrong guess, unless there is a wait by now: then nothing was judged, nothing is counted, and the wait is told. */
export async function chargeStrangers(
  { strangers, addresses, clock }: Counts,
  { key, address }: Guess,
): Promise<number> {
  const full = addresses.charge(address);
  if (full > 0) return full;
  try {
    const wait = await strangers.update(key, (current) => {
      const passwords = current?.passwords ?? unspent;
      const now = clock();
      const outcome = waiting(passwords, now);
      if (outcome > 0) return { next: current, outcome };
      return { next: { passwords: charge(passwords, passwordBudget, now) }, outcome };
    });
    if (wait > 0) addresses.giveBack(address);
    return wait;
  } catch (error) {
    addresses.giveBack(address);
    throw error;
  }
}
