import { roundTrips } from "../support/round-trips.js";
import type { Result } from "./result.js";

/** How often a step waits for the store. */
export async function measureTrips(): Promise<Result> {
  const { password, send, code, held, stale, fresh, signOut } = await roundTrips();
  const rows = {
    "password, to the challenge": password,
    "a code is sent": send,
    "code, to the session": code,
    "protected, held": held,
    "protected, read": stale,
    "protected, with a need": fresh,
    "sign-out": signOut,
  };
  return {
    title: "Round trips to the store",
    text: "Calls that are made side by side count as one.",
    columns: ["round trips"],
    rows: Object.entries(rows).map(([name, trips]) => ({ name, cells: [trips] })),
    targets: [
      { name: "round trips of the password step", value: password, most: 2 },
      { name: "round trips of the code step", value: code, most: 2 },
    ],
  };
}
