import type { RequestHandler } from "express";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** For our own pages. What the package serves brings its own. */
export const headers: RequestHandler = (_req, res, next) => {
  res.set({
    "Content-Security-Policy": policy,
    "X-Content-Type-Options": "nosniff",
    // Not `no-referrer`: with it, a form's Origin header would say "null", and its post be refused.
    "Referrer-Policy": "same-origin",
    // Who is in the building is nothing for a cache to keep.
    "Cache-Control": "no-store",
  });
  next();
};
