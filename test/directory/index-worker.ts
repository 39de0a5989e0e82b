// A process of its own that puts and drops entries in the index of `FILE`, some at once and some one by one. `FILE`
import { sqlite } from "../../storage/sqlite.js";
import { entryNamed, indexOn } from "../support/operator-index.js";

const [file = ""] = process.argv.slice(2);
const { vault, index } = indexOn(sqlite(file), { staleness: 1000, most: 16, deadline: 20_000 });
await vault.open();
const mine = Array.from({ length: 200 }, (_, at) =>
  entryNamed(`op${String(at).padStart(3, "0")}.${process.pid}`),
);
await Promise.all(mine.slice(0, 100).map((entry) => index.put([entry])));
await index.put(mine.slice(100, 190));
for (const entry of mine.slice(190)) await index.put([entry]);
const gone = mine.filter((_, at) => at % 4 === 0);
await Promise.all(gone.map((entry) => index.drop([entry])));
const there = mine.filter((entry) => !gone.includes(entry)).map(({ username }) => username);
console.log(there.join(" "));
await vault.close();
