// One of several servers on one store: `STORE`. Its clock is ahead by what `POST /ahead` was told last. Prints its port, then
// the code of each mail, a line of JSON each. Ends with the process that started it.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { createMfa } from "../../lib/index.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import { storeOf } from "../support/store-of.js";
import { origin, secret } from "./fleet.js";

const [store = ""] = process.argv.slice(2);
let ahead = 0;
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const server = createServer();
const mfa = createMfa({
  issuer: "Net2",
  url: `${origin}/mfa`,
  secret,
  strategies: [password(), emailOtp(), totp(), recoveryCode()],
  initialPolicy: "either",
  clock: () => Date.now() + ahead,
  storage: storeOf(store),
  mailer: {
    async send({ to, text }) {
      say({ to, code: /\b\d{6}\b/.exec(text)?.[0] });
    },
    async verify() {},
    close() {},
  },
});
mfa.on("fault", (fault) => console.error(fault));
await mfa.ready();
const app = express();
app.set("trust proxy", true);
app.post("/ahead/:milliseconds", (req, res) => {
  ahead = Number(req.params.milliseconds);
  res.json({});
});
app.use("/mfa", mfa.router);
app.get("/app", mfa.protect(), (_req, res) => {
  res.json({ in: true });
});
server.on("request", app);
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
say({ port: (server.address() as AddressInfo).port });
process.stdin.resume().once("end", () => process.exit());
