import express from "express";
import type { Mfa } from "express-mfa";

export function doors(mfa: Mfa) {
  const router = express.Router();
  router.use(mfa.protect()); // whoever is in
  router.get("/", (req, res) => {
    const { operator, amr = [], authTime = 0 } = req.mfa ?? {};
    res.json({ who: operator?.username, how: amr, when: new Date(authTime * 1000) });
  });
  // A second factor of the last five minutes. A page goes there and comes back; anything else gets 401 with
  // WWW-Authenticate: Bearer error="insufficient_user_authentication", max_age="300" (RFC 9470).
  router.post("/:id/open", mfa.protect({ maxAge: 300 }), (req, res) => {
    res.json({ open: req.params.id });
  });
  // A browser that came back cannot repeat a post: here it finds the button again.
  router.get("/:id/open", (req, res) => {
    res.send(`<form method="post"><button>Open door ${encodeURIComponent(req.params.id)}</button></form>`);
  });
  return router;
}
