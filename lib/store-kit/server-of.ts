import { MfaError } from "../errors/index.js";

/**
 * Host, port and database of a connection string, without name and password: for messages.
 *
 * @throws `ERR_MFA_OPTIONS` where `url` is none of these schemes; the message does not repeat it, for it may hold a password
 */
export function serverOf(helper: string, url: string, schemes: readonly string[]): string {
  const wanted = `${helper}(url): a URL such as ${schemes[0]}//localhost is needed`;
  const parsed = typeof url === "string" ? tryUrl(url) : null;
  if (parsed === null || !schemes.includes(parsed.protocol)) {
    throw new MfaError("ERR_MFA_OPTIONS", { detail: wanted });
  }
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}

function tryUrl(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
