const express = require("express");
const { createMfa } = require("express-mfa");
const { memory } = require("express-mfa/storage/memory");
const { sqlite } = require("express-mfa/storage/sqlite");
const { emailOtp, password, totp } = require("express-mfa/strategies");

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
mfa
  .ready()
  .then(() =>
    mfa.operators.add({ username: "anna", email: "anna@net2.example", password: process.env.PASSWORD }),
  )
  .then(() => app.listen(PORT, "127.0.0.1", () => process.send({ ready: performance.now() })));
