import express from "express";
import type { Mfa } from "express-mfa";

export function eventsApi(mfa: Mfa) {
  const router = express.Router();
  // Operators as ever, and programs whose key has the scope. An engineer makes keys at /mfa/service-keys.
  router.get("/events", mfa.protect({ service: "events:read" }), (req, res) => {
    res.json({ for: req.mfaService?.name ?? req.mfa?.operator.username, events: [] });
  });
  return router;
}

/** The program: one header, no session, no cookie. */
export function readEvents(base: string, key: string) {
  return fetch(new URL("/api/events", base), { headers: { Authorization: `Bearer ${key}` } });
}
