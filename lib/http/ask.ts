import type { Need } from "../contract/index.js";
import { type ErrorCode, MfaError } from "../errors/index.js";
import { type Exchange, flowUrl, stepUpUrl } from "./exchange.js";
import { redirect, sendProblem } from "./render.js";
import { readReturnTo } from "./return-to.js";

/**
 * Nobody in without proof: a page is led into the flow and back to where it was going, everything else gets 401. A post is
 * never stored: the person comes back to the page that it was made on, and repeats it.
 */
export function askForProof(x: Exchange, ask: "sign-in" | "step-up", need: Need = {}): void {
  const code: ErrorCode = ask === "sign-in" ? "ERR_MFA_SIGN_IN" : "ERR_MFA_STEP_UP";
  if (x.page) {
    const returnTo = comingFrom(x);
    const isVisit = x.req.method === "GET" || x.req.method === "HEAD";
    const carried = { ...(returnTo !== undefined && { returnTo }), ...(!isVisit && { repeat: true }) };
    redirect(
      x,
      ask === "sign-in" ? flowUrl(x.site, { fresh: false, ...carried }) : stepUpUrl(x.site, need, carried),
    );
    return;
  }
  x.res.setHeader("WWW-Authenticate", challenge(ask, need));
  sendProblem(x, new MfaError(code));
}

/** RFC 6750; for a step-up RFC 9470 §3. */
function challenge(ask: "sign-in" | "step-up", { maxAge, anyOf }: Need): string {
  if (ask === "sign-in") return "Bearer";
  return [
    'Bearer error="insufficient_user_authentication"',
    'error_description="A fresh proof is needed"',
    ...(anyOf === undefined ? [] : [`acr_values="${anyOf.join(" ")}"`]),
    ...(maxAge === undefined ? [] : [`max_age="${maxAge}"`]),
  ].join(", ");
}

function comingFrom({ req, site }: Exchange): string | undefined {
  if (req.method === "GET" || req.method === "HEAD") return readReturnTo(req.originalUrl ?? req.url, site);
  const { referer } = req.headers;
  if (referer === undefined || !URL.canParse(referer)) return undefined;
  const url = new URL(referer);
  return url.origin === site.origin ? readReturnTo(url.pathname + url.search, site) : undefined;
}
