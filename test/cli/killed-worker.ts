// Does one thing of `mfa.maintenance` on the database `FILE`, and kills itself just before (or, `after`, just after) the store has
// done the `NUMBER`th write: `FILE NUMBER before|after NAME SECRETS`.
import { createMfa } from "../../lib/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import { isBackground } from "../support/background.js";

const [file = "", number = "0", when = "before", name = "", secrets = "[]"] = process.argv.slice(2);
const inner = sqlite(file);
let working = false;
let writes = 0;
const die = () => process.kill(process.pid, "SIGKILL");
const mfa = createMfa({
  issuer: "Net2",
  url: "http://localhost/mfa",
  secret: JSON.parse(secrets) as string[],
  strategies: [password(), emailOtp(), totp(), recoveryCode()],
  storage: {
    ...inner,
    async swap(key, ...values) {
      const counts = working && !isBackground(key);
      if (counts) writes += 1;
      const last = counts && writes === Number(number);
      if (last && when === "before") die();
      const done = await inner.swap(key, ...values);
      if (last) die();
      return done;
    },
  },
});
await mfa.ready({ beside: true });
working = true;
if (name === "reseal") await mfa.maintenance.reseal();
else if (name === "after-restore") await mfa.maintenance.afterRestore();
else await mfa.maintenance.breakGlass("ella");
await mfa.close();
