import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from "node:http";

/** RFC 9110 §7.6.1: for the connection that they came on, not for the next. `Transfer-Encoding` of a request frames its body. */
const hopByHop = [
  ...["connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization"],
  ...["te", "trailer", "upgrade", "expect"],
];
/** By which a worker that trusts us learns where a request comes from. */
const origin = /^(x-)?forwarded(-|$)|^x-real-ip$/;
const framing = ["host", "content-length", "transfer-encoding"];
/** As Apache and HAProxy have it. Node reads 1000, and drops the rest without a word: ours could be among those. */
const mostHeaders = 100;

/**
 * The status of a request that goes to no worker, since somebody may read it in another way than we do; `undefined`: it is well.
 * What has no clear end Node has refused already.
 */
export function refusalOf(req: IncomingMessage): number | undefined {
  if (req.rawHeaders.length / 2 > mostHeaders) return 431;
  // RFC 9112 §3.2: one Host; and of a whole URL its host would count, not the header.
  if ((req.headersDistinct.host?.length ?? 0) > 1 || !req.url?.startsWith("/")) return 400;
  const coding = req.headers["transfer-encoding"];
  if (coding === undefined) return undefined;
  // RFC 9112 §6.1: a coding that nobody here knows, and one that HTTP/1.0 does not.
  if (coding.toLowerCase() !== "chunked") return 501;
  return req.httpVersion === "1.0" ? 400 : undefined;
}

/**
 * What goes on to a worker: with the address that it came from at the end, where a worker that trusts us reads it. What a
 * request says of where it comes from is dropped, unless a proxy of our own stands before us and has said it.
 */
export function requestHeaders(req: IncomingMessage, behindProxy: boolean): OutgoingHttpHeaders {
  const headers = endToEnd(
    req.headers,
    (name) => framing.includes(name) || (behindProxy && origin.test(name)),
  );
  if (!behindProxy) for (const name of Object.keys(headers)) if (origin.test(name)) delete headers[name];
  const before = headers["x-forwarded-for"];
  const from = req.socket.remoteAddress ?? "";
  headers["x-forwarded-for"] = before === undefined ? from : `${before}, ${from}`;
  return headers;
}

/** What goes back. How the body is cut into pieces is each connection's own affair. */
export function answerHeaders(answer: IncomingMessage): OutgoingHttpHeaders {
  const { "transfer-encoding": _, ...headers } = endToEnd(answer.headers, (name) => framing.includes(name));
  return headers;
}

/**
 * @param stays what `Connection` cannot have dropped: without the framing we would send a body that nobody can see the end of,
 * and a client may name what our own proxy has said
 */
function endToEnd(headers: IncomingHttpHeaders, stays: (name: string) => boolean): OutgoingHttpHeaders {
  const named = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  const dropped = new Set([...hopByHop, ...named.filter((name) => !stays(name))]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}
