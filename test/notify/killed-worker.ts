// A process of its own that resets an operator in `FILE`, and kills itself when the mail that tells them is to go out.
import { createMfa } from "../../lib/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { password } from "../../strategies/index.js";
import { settings } from "../directory/import-settings.js";

const mfa = createMfa({
  ...settings,
  strategies: [password()],
  storage: sqlite(process.argv[2] ?? ""),
  mailer: {
    async send() {
      process.kill(process.pid, "SIGKILL");
    },
    async verify() {},
    close() {},
  },
});
await mfa.ready();
const { id } = await mfa.operators.add({
  username: "anna",
  email: "anna@net2.example",
  password: "correct horse battery",
});
await mfa.operators.reset(id);
await new Promise((resolve) => setTimeout(resolve, 5000));
