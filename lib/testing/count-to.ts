import assert from "node:assert/strict";
import type { Backend } from "../contract/index.js";
import { createKeyring, systemRandom } from "../crypto/index.js";
import { createVault } from "../store/index.js";

/** `times` updates of one number, all at once, as the core makes them; what the store has in the end. */
export async function countTo(times: number, backend: Backend): Promise<number | undefined> {
  const keyring = createKeyring(["a secret of the storage suite, 32 bytes or more"]);
  const options = { clock: Date.now, random: systemRandom, staleness: 0, deadline: 30_000 };
  const counts = createVault({ backend, keyring, ...options }).collection<number>({
    prefix: "count",
    parse: Number,
  });
  const one = () => counts.update("n", (n = 0) => ({ next: n + 1, outcome: n + 1 }));
  const told = await Promise.all(Array.from({ length: times }, one));
  assert.equal(new Set(told).size, times, "no two were told the same number");
  return counts.read("n", { fresh: true });
}
