import express from "express";
import type { Mfa } from "express-mfa";
import { type SignedInOptions, signedIn } from "express-mfa/testing";
import type { Door } from "./listen.js";

/** Ours at the door: the router, and the one route that is measured behind `protect`. Open when it resolves. */
export async function serveGuarded(door: Door, mfa: Mfa<never>): Promise<void> {
  const app = express();
  app.use("/mfa", mfa.router);
  app.get("/app", mfa.protect(), (_req, res) => {
    res.send("ok");
  });
  door.open(app);
  await mfa.ready();
}

/** The cookie of somebody who is signed in without a password or a mail, which takes no time that is measured. */
export async function cookieOf(mfa: Mfa<never>, who: SignedInOptions): Promise<string> {
  process.env.NODE_ENV = "test"; // nobody is signed in like this in production
  const { headers } = await signedIn(mfa, who);
  return headers.Cookie ?? "";
}
