// A server of its own on the database `FILE`, that kills itself just before (or, `after`, just after) the store has done the
// `NUMBER`th write of a request (0: never): `FILE NUMBER before|after AHEAD`. Its clock is AHEAD milliseconds ahead. Prints its
// port, then each mail, a line of JSON each.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { createMfa } from "../../lib/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import { isBackground } from "../support/background.js";

const [file = "", number = "0", when = "before", ahead = "0"] = process.argv.slice(2);
const inner = sqlite(file);
let serving = false;
let writes = 0;
const die = () => process.kill(process.pid, "SIGKILL");
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;
const mfa = createMfa({
  issuer: "Net2",
  url: `http://localhost:${port}/mfa`,
  secret: "a secret of the killed servers, 32 bytes or more",
  strategies: [password(), emailOtp(), totp(), recoveryCode()],
  initialPolicy: "app",
  clock: () => Date.now() + Number(ahead),
  mailer: {
    async send({ subject }) {
      say({ subject });
    },
    async verify() {},
    close() {},
  },
  storage: {
    ...inner,
    async swap(key, ...values) {
      const counts = serving && !isBackground(key);
      if (counts) writes += 1;
      const last = counts && writes === Number(number);
      if (last && when === "before") die();
      const done = await inner.swap(key, ...values);
      if (last) die();
      return done;
    },
  },
});
await mfa.ready();
const app = express();
app.use("/mfa", mfa.router);
app.get("/app", mfa.protect(), (_req, res) => {
  res.json({ in: true });
});
server.on("request", app);
serving = true;
say({ port });
