// Started by cluster.test.ts: two workers on one port and one SQLite file, as Node's own cluster makes them.
import cluster from "node:cluster";
import express from "express";
import { createMfa } from "express-mfa";
import { sqlite } from "express-mfa/storage/sqlite";
import { emailOtp, password } from "express-mfa/strategies";

const { PORT = "", FILE = "", SECRET = "" } = process.env;

if (cluster.isPrimary) {
  // The first makes what a new database needs; the second finds it.
  let ready = 0;
  for (let worker = 0; worker < 2; worker++) cluster.fork();
  cluster.on("message", () => {
    ready += 1;
    if (ready === 2) console.log("ready");
  });
  process.on("SIGTERM", () => process.exit(0));
} else {
  const mfa = createMfa({
    issuer: "Net2",
    url: `http://localhost:${PORT}/mfa`,
    secret: SECRET,
    storage: sqlite(FILE),
    strategies: [password(), emailOtp()],
    initialPolicy: "off",
  });
  const app = express();
  app.use((_req, res, next) => {
    res.set("X-Worker", String(process.pid));
    // So that the next request may come to the other one.
    res.set("Connection", "close");
    next();
  });
  app.use("/mfa", mfa.router);
  app.use("/door", mfa.protect(), (req, res) => {
    res.json({ door: req.mfa?.operator.username });
  });
  await mfa.ready();
  app.listen(Number(PORT), "127.0.0.1", () => process.send?.("ready"));
}
