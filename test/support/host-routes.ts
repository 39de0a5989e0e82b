import type { Express, Request, Response } from "express";
import type { Mfa } from "../../lib/index.js";

/** What a host guards: pages and JSON for everybody who is signed in, and a corner that asks for a fresh proof. */
export function mountHostRoutes(app: Express, mfa: Mfa): void {
  app.get("/hello", mfa.session(), (req, res) => {
    res.json({ user: req.user ?? null });
  });
  app.use("/app/fresh", mfa.protect({ maxAge: 300 }), answer("a fresh page"));
  app.use("/app", mfa.protect(), answer("a guarded page"));
}

/** Says who came in, so that a test sees more than a status. */
function answer(words: string) {
  return (req: Request, res: Response): void => {
    if (req.accepts(["html", "json"]) === "html") {
      res.send(`<!doctype html><title>${words}</title><h1>${words}</h1><p>${req.method}</p>`);
      return;
    }
    const { operator, amr, authTime } = req.mfa ?? {};
    res.json({ words, method: req.method, username: operator?.username, amr, authTime });
  };
}
