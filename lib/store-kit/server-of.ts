import { MfaError } from "../errors/index.js";

/**
 * Host, port and database of a connection string, without name and password: for messages.
 *
 * @throws `ERR_MFA_OPTIONS` where `url` is none of these schemes; the message does not repeat it, for it may hold a password
 */
export function serverOf(helper: string, url: string, schemes: readonly string[]): string {
  const server = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
  if (server === undefined || !schemes.includes(server.protocol)) {
    const detail = `${helper}(url): a URL such as ${schemes[0]}//localhost is needed`;
    throw new MfaError("ERR_MFA_OPTIONS", { detail });
  }
  return `${server.protocol}//${server.host}${server.pathname}`;
}
