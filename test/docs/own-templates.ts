import type { Request, Response } from "express";
import type { HostView } from "express-mfa";

/** The sign-in from the host's own templates; `false` leaves every other page to express-mfa. */
export function render(_req: Request, res: Response, view: HostView): unknown {
  if (view.state !== "sign-in") return false;
  return res.render("sign-in", view);
}
