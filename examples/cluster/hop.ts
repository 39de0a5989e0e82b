import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from "node:http";

/** RFC 9110 §7.6.1: for the connection that they came on, not for the next. `Transfer-Encoding` of a request frames its body. */
const hopByHop = [
  ...["connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization"],
  ...["te", "trailer", "upgrade", "expect"],
];

/** What goes on to a worker: with the address that it came from at the end, where a worker that trusts us reads it. */
export function requestHeaders(req: IncomingMessage): OutgoingHttpHeaders {
  const headers = endToEnd(req.headers);
  const before = headers["x-forwarded-for"];
  const from = req.socket.remoteAddress ?? "";
  headers["x-forwarded-for"] = before === undefined ? from : `${before}, ${from}`;
  return headers;
}

/** What goes back. How the body is cut into pieces is each connection's own affair. */
export function answerHeaders(answer: IncomingMessage): OutgoingHttpHeaders {
  const { "transfer-encoding": _, ...headers } = endToEnd(answer.headers);
  return headers;
}

function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  // A client that names the framing here would have us send a body that nobody can see the end of.
  const dropped = new Set([...hopByHop, ...named.filter((name) => !framing.includes(name))]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}

const framing = ["host", "content-length", "transfer-encoding"];
