// A process of its own that imports `COUNT` operators into `FILE`, and kills itself just before (or, `after`, just after)
// the store has done the `NUMBER`th write of a key that begins so: `FILE COUNT PREFIX NUMBER before|after`.
import { createMfa } from "../../lib/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { password } from "../../strategies/index.js";
import { killedAt } from "../support/killed-at.js";
import { settings } from "./import-settings.js";

const [file = "", count = "0", prefix = "", number = "0", when = "before"] = process.argv.slice(2);
let importing = false;
const mfa = createMfa({
  ...settings,
  strategies: [password()],
  storage: killedAt(sqlite(file), {
    n: Number(number),
    when,
    counts: (key) => importing && key.startsWith(prefix),
  }),
});
await mfa.ready();
importing = true;
const lines = Array.from({ length: Number(count) }, (_, at) => `op${at},${at === 0 ? "engineer" : ""}`);
await mfa.operators.import(["username,role", ...lines].join("\n"));
await mfa.close();
