import type { Request } from "express";

/** Who is signed in, as people say it; `undefined` where nobody is. */
export function nameOf(req: Request): string | undefined {
  const operator = req.mfa?.operator;
  return operator?.name ?? operator?.username;
}
