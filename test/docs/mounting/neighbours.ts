import compression from "compression";
import cors from "cors";
import express from "express";
import type { Mfa } from "express-mfa";
import session from "express-session";
import helmet from "helmet";

/** Express 4 and 5 alike. The url of the options: `["https://net2.example.com/security/mfa", "https://net2.local/security/mfa"]`. */
export function host(mfa: Mfa) {
  const app = express();
  app.set("trust proxy", "loopback"); // whoever ends https stands before it: addresses and budgets are the client's
  app.use(helmet(), compression(), cors({ origin: "https://app.example.com", credentials: true }));
  app.use(session({ secret: "of the host", resave: false, saveUninitialized: false })); // renewed at each sign-in and sign-out
  app.use("/security/mfa", mfa.router); // before or behind body parsers
  app.use("/net2", mfa.protect(), (req, res) => {
    res.json({ hello: req.mfa?.operator.username });
  });
  return app;
}
