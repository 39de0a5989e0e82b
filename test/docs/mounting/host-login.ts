import express from "express";
import type { Mfa } from "express-mfa";
import { Passport } from "passport";
import { Strategy as LocalStrategy } from "passport-local";

/** `strategies: [external({ signInUrl: "/login" }), emailOtp(), totp()]`, and the login that was there before. */
export function login(mfa: Mfa, check: (name: string, password: string) => Promise<string | undefined>) {
  const passport = new Passport();
  passport.use(
    new LocalStrategy((name, password, done) => {
      check(name, password).then((id) => done(null, id ? { id } : false), done);
    }),
  );
  const router = express.Router();
  router.get("/", (_req, res) => {
    res.send(
      `<form method="post"><input name="username"><input name="password" type="password"><button>Sign in</button></form>`,
    );
  });
  // Nobody is signed in by the form of a stranger's page.
  const own: express.RequestHandler = (req, res, next) =>
    req.get("Origin") === `${req.protocol}://${req.get("Host")}` ? next() : res.sendStatus(403);
  router.post(
    "/",
    own,
    express.urlencoded(),
    passport.authenticate("local", { session: false, failureRedirect: "/login" }),
    async (req, res) => {
      const { id } = req.user as { id: string };
      // The first factor is passed. This answers: on to the second, as the policy says, or back to `returnTo`.
      await mfa.begin(req, res, { operatorId: id, amr: ["pwd"] });
    },
  );
  return router;
}
