import type { IncomingMessage, ServerResponse } from "node:http";
import type { Random } from "../contract/index.js";
import type { Keyring } from "../crypto/index.js";
import { MfaError } from "../errors/index.js";
import { readCookie, setCookie } from "./cookies.js";
import type { Site, Sites } from "./site.js";

/**
 * A change made with a cookie needs evidence that it comes from our own pages (ASVS 3.5.1): what the browser itself says
 * in Fetch Metadata, else the Origin header. A client that says neither is no browser of today, and refused.
 */
export function assertSameOrigin(req: IncomingMessage, sites: Sites): void {
  const { origin } = req.headers;
  const fetchSite = req.headers["sec-fetch-site"];
  if (origin !== undefined && !sites.includes(origin)) {
    throw new MfaError("ERR_MFA_ORIGIN", {
      detail: `the origin ${JSON.stringify(origin)} is not one of the option "url"`,
    });
  }
  if (fetchSite !== undefined ? fetchSite !== "same-origin" : origin === undefined) {
    throw new MfaError("ERR_MFA_ORIGIN", {
      detail:
        "a change needs Sec-Fetch-Site: same-origin, or an Origin header that is ours; apps use a bearer token",
    });
  }
}

/** Forms carry a token that is bound to this browser and to whom it has signed in, the sign-in form too (login CSRF). */
export interface FormTokens {
  /** For a page: makes the browser's cookie where there is none. */
  issue(req: IncomingMessage, res: ServerResponse, site: Site, holder: string | undefined): string;
  assert(req: IncomingMessage, site: Site, holder: string | undefined, token: unknown): void;
}

export function createFormTokens(keyring: Keyring, random: Random): FormTokens {
  const bound = (cookie: string, holder: string | undefined) => `${cookie}.${holder ?? ""}`;
  return {
    issue(req, res, site, holder) {
      const known = readCookie(req, site, "form");
      const cookie = known ?? random.bytes(16).toString("base64url");
      if (known === undefined) setCookie(res, site, "form", cookie);
      return keyring.mac("form", bound(cookie, holder));
    },
    assert(req, site, holder, token) {
      const cookie = readCookie(req, site, "form");
      const fits =
        cookie !== undefined &&
        typeof token === "string" &&
        keyring.macFits("form", bound(cookie, holder), token);
      if (!fits) throw new MfaError("ERR_MFA_FORM_TOKEN");
    },
  };
}
