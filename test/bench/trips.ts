import { roundTrips } from "../support/round-trips.js";
import type { Result } from "./result.js";

/** How often a step waits for the store. */
export async function measureTrips(): Promise<Result> {
  const { password, knownPassword, send, code, held, stale, fresh, signOut } = await roundTrips();
  const rows = {
    "password, in a browser that has signed in before": knownPassword,
    "password, in another one": password,
    "a code is sent": send,
    "code, to the session": code,
    "protected, held": held,
    "protected, read": stale,
    "protected, with a need": fresh,
    "sign-out": signOut,
  };
  return {
    title: "Round trips to the store",
    text: "Calls that are made side by side count as one. In a browser that nobody knows, the password step is longer by two: the name is looked up before the record, whether anybody has it or not, and the budget of strangers is looked at again after the hash. To leave either out would tell by time which names there are, or let more guesses through than the budget.",
    columns: ["round trips"],
    rows: Object.entries(rows).map(([name, trips]) => ({ name, cells: [trips] })),
    targets: [
      {
        name: "round trips of the password step, in a browser that has signed in before",
        value: knownPassword,
        most: 2,
      },
      { name: "round trips of the code step", value: code, most: 2 },
    ],
  };
}
