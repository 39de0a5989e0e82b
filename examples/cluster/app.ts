import express, { type Express } from "express";
import type { Mfa } from "express-mfa";

/** The host's own app, the same in each process. */
export function createApp(mfa: Mfa): Express {
  const app = express();
  app.disable("x-powered-by");
  // The balancer is the last before us; who stands before it is for `X-Forwarded-For` to say.
  app.set("trust proxy", "loopback");
  app.get("/healthz", (_req, res) => void res.sendStatus(200));
  app.use((_req, res, next) => {
    res.set("X-Worker", String(process.pid));
    // What stands behind `protect` is for nobody's cache; what the package serves brings its own.
    res.set({ "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" });
    next();
  });
  app.use("/mfa", mfa.router);
  app.use(mfa.protect());
  app.get("/", (req, res) => {
    res.type("text").send(`Hello ${req.mfa?.operator.username}. Process ${process.pid} answers; reload.\n`);
  });
  app.get("/doors", (req, res) => {
    res.json({ operator: req.mfa?.operator.username, doors: ["front", "back"] });
  });
  app.post("/doors/:id/open", (req, res) => {
    res.json({ operator: req.mfa?.operator.username, opened: req.params.id });
  });
  return app;
}
