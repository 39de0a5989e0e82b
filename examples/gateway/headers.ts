import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** Who is signed in, for the app behind: names that no client can send through. */
export interface Identity {
  readonly id: string;
  readonly username: string;
  readonly role: string;
}

/**
 * Said by us alone, or by nobody. A client's own are taken out in every spelling: many servers read `X_Remote_User`, some
 * `X.Remote.User`, as the same.
 */
const ours = /^(x-)?(remote|forwarded)(-|$)|^x-real-ip$/;
/** RFC 9110 §7.6.1: for the connection that they came on, not for the next. */
const hopByHop = new Set([
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "proxy-connection",
  "http2-settings",
  // Answered by our own server, before anything is forwarded.
  "expect",
]);
/** The cookies of `express-mfa`: the app behind has no use for them, and its logs even less. */
const ourCookie = /^(__Host-)?mfa-[0-9a-f]{8}-/;

/** Takes out of a request what only we may say, and says it. */
export function dressRequest(
  req: IncomingMessage & { readonly ip?: string | undefined; readonly protocol?: string },
  who: Identity,
  { upgrade }: { readonly upgrade: boolean },
): void {
  const { headers } = req;
  for (const name of Object.keys(headers)) {
    const plain = name.replace(/[^a-z0-9]/g, "-");
    if (ours.test(plain) || hopByHop.has(plain)) delete headers[name];
  }
  // A client may name a header here to have it dropped on the way: ours among them.
  headers.connection = upgrade ? "Upgrade" : "close";
  if (!upgrade) delete headers.upgrade;
  // A bearer token is ours; a password of the app's own (Basic) is its own business.
  if (/^bearer\b/i.test(headers.authorization ?? "")) delete headers.authorization;
  setCookies(headers);
  // Encoded: a header holds no å, and a line break in a name must not begin another one.
  headers["x-remote-user"] = encodeURIComponent(who.username);
  headers["x-remote-user-id"] = encodeURIComponent(who.id);
  headers["x-remote-role"] = who.role;
  headers["x-forwarded-for"] = req.ip ?? req.socket.remoteAddress ?? "";
  if (req.protocol !== undefined) headers["x-forwarded-proto"] = req.protocol;
  if (headers.host !== undefined) headers["x-forwarded-host"] = headers.host;
}

function setCookies(headers: IncomingHttpHeaders): void {
  const kept = (headers.cookie ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "" && !ourCookie.test(pair));
  if (kept.length > 0) headers.cookie = kept.join("; ");
  else delete headers.cookie;
}

/** Does the request have a body whose length it does not say? */
export function isChunked({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined;
}

/** An answer of the app behind sets no cookie of ours, and clears none. */
export function undressAnswer(answer: IncomingMessage): void {
  const { headers } = answer;
  const cookies = headers["set-cookie"]?.filter((cookie) => !ourCookie.test(cookie));
  if (cookies !== undefined) headers["set-cookie"] = cookies;
  delete headers["clear-site-data"];
}
