import fc from "fast-check";
import { day, hour, minute } from "../../lib/core/numbers.js";
import { seconds } from "./toys.js";

/** What owners, strangers, engineers and clocks can do, in any order. */
export type Action =
  | { readonly do: "sign-in"; readonly right: boolean; readonly device: number; readonly app: boolean }
  | { readonly do: "challenge"; readonly at: number; readonly strategy: string }
  /** All three in a row, as an owner does it. */
  | { readonly do: "come-in"; readonly strategy: string; readonly trust: boolean; readonly device: number }
  | { readonly do: "withdraw"; readonly at: number }
  | {
      readonly do: "answer";
      readonly at: number;
      readonly strategy: string;
      readonly right: boolean;
      readonly use: number;
      readonly trust: boolean;
      readonly stale: boolean;
    }
  | { readonly do: "enrol"; readonly at: number; readonly strategy: string }
  | { readonly do: "finish"; readonly at: number; readonly right: boolean }
  | { readonly do: "password"; readonly at: number }
  | { readonly do: "end" | "touch"; readonly at: number }
  | { readonly do: "end-all" | "disable" | "enable" }
  | { readonly do: "policy"; readonly strategies: readonly string[]; readonly reauthDays: number }
  | { readonly do: "clock"; readonly by: number };

export const at = fc.nat(7);
const strategy = fc.constantFrom(...seconds, "word");
export const one = <D extends string>(name: D) => fc.constant(name);
export const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: one("sign-in"), right: fc.boolean(), device: fc.nat(3), app: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: one("challenge"), at, strategy }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: one("come-in"),
      strategy: fc.constantFrom("mail", "mail", "app"),
      trust: fc.boolean(),
      device: fc.nat(3),
    }),
  },
  fc.record({ do: one("withdraw"), at }),
  {
    weight: 8,
    arbitrary: fc.record({
      do: one("answer"),
      at,
      strategy,
      right: fc.boolean(),
      use: fc.nat(20),
      trust: fc.boolean(),
      stale: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: one("enrol"), at, strategy }) },
  { weight: 2, arbitrary: fc.record({ do: one("finish"), at, right: fc.boolean() }) },
  fc.record({ do: one("password"), at }),
  fc.record({ do: fc.constantFrom("end" as const, "touch" as const), at }),
  fc.record({ do: fc.constantFrom("end-all" as const, "disable" as const, "enable" as const) }),
  fc.record({
    do: one("policy"),
    strategies: fc.subarray([...seconds]),
    reauthDays: fc.constantFrom(0, 1, 7, 90),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: one("clock"),
      by: fc.constantFrom(1000, minute, 11 * minute, hour, day, 8 * day, -hour, -day),
    }),
  },
);

/** A code by mail, of the challenge that is open. */
export function mailCode(place: number, right: boolean): Action {
  return { do: "answer", at: place, strategy: "mail", right, use: 0, trust: false, stale: false };
}
