// A process of its own that adds an operator to `FILE`, and kills itself when the first line of the audit about them is to
// be written.
import { createMfa } from "../../lib/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { password } from "../../strategies/index.js";
import { settings } from "../directory/import-settings.js";

const inner = sqlite(process.argv[2] ?? "");
let tellAdded = () => {};
const added = new Promise<void>((resolve) => {
  tellAdded = resolve;
});
const mfa = createMfa({
  ...settings,
  strategies: [password()],
  storage: {
    ...inner,
    async swap(key, ...values) {
      if (key.startsWith("audit:")) {
        await added;
        process.kill(process.pid, "SIGKILL");
      }
      return inner.swap(key, ...values);
    },
  },
});
await mfa.ready();
await mfa.operators.add({ username: "anna" });
tellAdded();
await new Promise((resolve) => setTimeout(resolve, 5000));
