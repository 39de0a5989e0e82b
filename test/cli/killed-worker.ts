// Does one thing of `mfa.maintenance` on the database `FILE`, and kills itself just before (or, `after`, just after) the store has
// done the `NUMBER`th write: `FILE NUMBER before|after NAME SECRETS`.
import { createMfa } from "../../lib/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import { isBackground } from "../support/background.js";
import { killedAt } from "../support/killed-at.js";

const [file = "", number = "0", when = "before", name = "", secrets = "[]"] = process.argv.slice(2);
let working = false;
const mfa = createMfa({
  issuer: "Net2",
  url: "http://localhost/mfa",
  secret: JSON.parse(secrets) as string[],
  strategies: [password(), emailOtp(), totp(), recoveryCode()],
  storage: killedAt(sqlite(file), {
    n: Number(number),
    when,
    counts: (key) => working && !isBackground(key),
  }),
});
await mfa.ready({ beside: true });
working = true;
if (name === "reseal") await mfa.maintenance.reseal();
else if (name === "after-restore") await mfa.maintenance.afterRestore();
else await mfa.maintenance.breakGlass("ella");
await mfa.close();
