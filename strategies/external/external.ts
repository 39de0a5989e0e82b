import { MfaError, refuseUnknown, type Strategy } from "../../lib/kit/index.js";
import { messages } from "./messages.js";

export interface ExternalOptions {
  /** Where the host signs people in: a path on this origin, or an `https:` URL. `returnTo` is added to its query. */
  readonly signInUrl: string;
}

/**
 * The login that the host has, as first factor: a password of its own, a link by mail, single sign-on. It is passed by the host's
 * own code alone, which says so by `mfa.begin`; no request of ours can. Throws `ERR_MFA_OPTIONS`.
 */
export function external(options: ExternalOptions): Strategy<"external", true> {
  refuseUnknown("external()", options, ["signInUrl"]);
  return {
    id: "external",
    stage: "first",
    factor: "knowledge",
    strength: 1,
    // What the host's login was, `mfa.begin` says each time.
    amr: [],
    fields: [],
    messages,
    hostLogin: { url: readUrl(options?.signInUrl) },
    // Whoever is an operator can sign in there: the host decides who that is.
    derive: () => true,
    judge: async () => ({ right: false }),
  };
}

function readUrl(url: unknown): string {
  const isPath = typeof url === "string" && /^\/(?![/\\])/.test(url);
  const isHttps = typeof url === "string" && url.startsWith("https://") && URL.canParse(url);
  if (isPath || isHttps) return url;
  throw new MfaError("ERR_MFA_OPTIONS", {
    detail: `external(): option "signInUrl" must be a path such as "/login" or an https: URL, not ${JSON.stringify(url)}`,
  });
}
