import express from "express";
import { createMfa } from "express-mfa";
import { memory } from "express-mfa/storage/memory";
import { sqlite } from "express-mfa/storage/sqlite";
import { emailOtp, password, totp } from "express-mfa/strategies";

const { PORT, DATA_FILE } = process.env;
const mfa = createMfa({
  issuer: "Net2",
  url: `http://localhost:${PORT}/mfa`,
  secret: "a secret of a small host, 32 bytes",
  storage: DATA_FILE === undefined ? memory() : sqlite(DATA_FILE),
  mailer: { send: async ({ subject }) => process.send({ subject }), verify: async () => {}, close() {} },
  strategies: [password(), emailOtp(), totp()],
  initialPolicy: { mode: "either" },
});
const app = express();
app.use("/mfa", mfa.router);
app.use("/net2", mfa.protect(), (req, res) => res.send(`inside: ${req.mfa.operator.username}`));
await mfa.ready();
await mfa.operators.add({ username: "anna", email: "anna@net2.example", password: process.env.PASSWORD });
app.listen(PORT, "127.0.0.1", () => process.send({ ready: performance.now() }));
