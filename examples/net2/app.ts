import { join } from "node:path";
import express, { type Express } from "express";
import { answerFault, answerNotFound } from "./answers.js";
import type { Mailbox } from "./dev-mailbox.js";
import { Events } from "./events.js";
import { headers } from "./headers.js";
import { mailboxRoutes } from "./mailbox-routes.js";
import type { Net2Mfa } from "./mfa.js";
import { net2Routes } from "./net2-routes.js";
import { nameOf } from "./operator-name.js";
import { welcomePage } from "./pages/welcome.js";

/** The whole app. The order is what guards it: `protect` stands before the routes behind it. */
export function createApp(
  mfa: Net2Mfa,
  port: number,
  mailbox: Mailbox | undefined,
  events = new Events(Date.now()),
): Express {
  const app = express();
  app.disable("x-powered-by");

  app.use("/mfa", mfa.router);
  app.use(headers);
  app.use("/assets", express.static(join(import.meta.dirname, "public")));
  if (mailbox !== undefined) app.use("/dev/mail", mailboxRoutes(mailbox, port));
  app.get("/", mfa.session(), (req, res) => {
    res.send(welcomePage(nameOf(req), mailbox !== undefined));
  });

  app.post("/net2/doors/:id/open", mfa.protect({ maxAge: 300 }));
  app.use("/net2", mfa.protect(), net2Routes(events));

  app.use(answerNotFound);
  app.use(answerFault);
  return app;
}
