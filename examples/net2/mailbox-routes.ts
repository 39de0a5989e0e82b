import { Router } from "express";
import type { Mailbox } from "./dev-mailbox.js";
import { mailboxPage } from "./pages/mailbox.js";

/**
 * Only under this machine's own names: a page elsewhere that points its name at 127.0.0.1 (DNS rebinding) must not read
 * codes here.
 */
export function mailboxRoutes(mailbox: Mailbox, port: number): Router {
  const hosts = new Set(
    ["localhost", "127.0.0.1", "[::1]"].map((name) => new URL(`http://${name}:${port}`).host),
  );
  const router = Router();
  router.get("/", (req, res, next) => {
    if (!hosts.has(req.headers.host ?? "")) return next();
    if (req.accepts(["html", "json"]) === "json") res.json(mailbox.mails());
    else res.send(mailboxPage(mailbox.mails()));
  });
  return router;
}
