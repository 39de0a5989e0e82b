// A process of its own that works on one store, which it is told as a file or a URL: `count STORE TIMES` tells the last
// number, `start STORE` what `open` found, `write STORE` writes until it is killed and tells each number that is committed,
// `open FILE TIMES MOMENT` opens as many fresh files, each at a moment that all processes know.
import { setTimeout } from "node:timers/promises";
import { createKeyring, systemRandom } from "../../lib/crypto/index.js";
import { createVault } from "../../lib/store/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { storeOf } from "../support/store-of.js";

const [task = "", store = "", times = "0", moment = "0"] = process.argv.slice(2);
if (task === "open") {
  for (let n = 0; n < Number(times); n += 1) {
    const at = Number(moment) + n * 60;
    await setTimeout(at - Date.now() - 3);
    while (Date.now() < at); // to the millisecond
    const backend = sqlite(`${store}-${n}`);
    await backend.open();
    await backend.close();
  }
  process.exit();
}
const vault = createVault({
  backend: storeOf(store),
  keyring: createKeyring(["a secret of the storage suite, 32 bytes or more"]),
  clock: Date.now,
  random: systemRandom,
  staleness: 0,
  deadline: 30_000,
});
const counts = vault.collection<number>({ prefix: "count", parse: Number });
const one = () => counts.update("n", (n = 0) => ({ next: n + 1, outcome: n + 1 }));
const tell = (text: string) =>
  new Promise<void>((resolve) => process.stdout.write(`${text}\n`, () => resolve()));

await vault.open();
if (task === "start") await tell(vault.indexKey("the same for all"));
if (task === "count") {
  await Promise.all(Array.from({ length: Number(times) }, one));
  await tell("done");
}
while (task === "write") await tell(String(await one()));
await vault.close();
