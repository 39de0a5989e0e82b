import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import express, { type Express, type Request, type RequestHandler } from "express";
import type { Mfa } from "express-mfa";
import { createProxyServer } from "http-proxy-3";
import { dressRequest, isChunked, undressAnswer } from "./headers.js";

type Guard = Pick<Mfa, "router" | "protect" | "check">;

export interface Gateway {
  readonly app: Express;
  /** For `server.on("upgrade")`. */
  readonly onUpgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface GatewayOptions {
  /** The web server behind, which nobody else can reach: `http://127.0.0.1:8080`. */
  readonly upstream: string;
  /** Milliseconds to its answer. Default 60,000. */
  readonly timeout?: number;
}

/** MFA before a web server that nobody can change. Nothing of it is forwarded before the policy is met. */
export function createGateway(mfa: Guard, { upstream, timeout = 60_000 }: GatewayOptions): Gateway {
  const proxy = createProxyServer({ target: upstream, autoRewrite: true, proxyTimeout: timeout });
  proxy.on("proxyRes", undressAnswer);
  proxy.on("proxyReqWs", (asked) => asked.on("upgrade", undressAnswer).on("response", undressAnswer));
  proxy.on("error", (error, req, res) => {
    if (res instanceof Socket) return void res.destroy();
    answerFault(error as NodeJS.ErrnoException, req, res as ServerResponse);
  });

  const forward: RequestHandler = (req: Request, res) => {
    const operator = req.mfa?.operator;
    if (operator === undefined) throw new Error("This route is mounted without protect before it");
    if (!isAddress(req.originalUrl)) return void res.sendStatus(400);
    // `http-proxy-3` tells the app behind that these have no body, and sends it all the same: it would be the next request.
    if (isChunked(req) && (req.method === "DELETE" || req.method === "OPTIONS")) {
      return void res.status(411).set("Connection", "close").end();
    }
    dressRequest(req, operator, { upgrade: false });
    // The whole path, whatever Express has cut off. No body is parsed before it: it streams.
    req.url = req.originalUrl;
    proxy.web(req, res);
  };

  /** A stream of events has no end of its own: it has the session's. */
  const endStream: RequestHandler = (req, res, next) => {
    if (!req.headers.accept?.includes("text/event-stream")) return next();
    mfa.check(req).then((checked) => {
      if (!checked.ok) return void res.sendStatus(checked.problem.status);
      endWith(checked.signal, res);
      if (!res.destroyed) next();
    });
  };

  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", "loopback");
  app.use("/mfa", mfa.router);
  app.use(mfa.protect(), endStream, forward);

  return {
    app,
    onUpgrade(req, socket, head) {
      socket.on("error", () => socket.destroy());
      if (!isWebSocket(req) || !isAddress(req.url)) return refuse(socket, 400);
      mfa.check(req).then((checked) => {
        if (!checked.ok) return refuse(socket, checked.problem.status);
        if (socket.destroyed) return;
        dressRequest(req, checked.operator, { upgrade: true });
        endWith(checked.signal, socket);
        if (!socket.destroyed) proxy.ws(req, socket as Socket, head);
      });
    },
  };
}

/** Open no longer than the session. */
function endWith(signal: AbortSignal, open: Duplex | ServerResponse): void {
  const end = () => open.destroy();
  open.once("close", () => signal.removeEventListener("abort", end));
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
}

/** RFC 9112 §3.2.1. At what is none `http-proxy-3` throws, and a backslash it takes for the start of a host. */
function isAddress(url = ""): boolean {
  return url.startsWith("/") && !url.includes("\\") && URL.canParse(`http://localhost${url}`);
}

/** RFC 6455 §4.1: a GET without a body. What follows it belongs to the tunnel, which is there only when the app behind says so. */
function isWebSocket(req: IncomingMessage): boolean {
  const { upgrade, "content-length": length = "0" } = req.headers;
  return req.method === "GET" && upgrade?.toLowerCase() === "websocket" && length === "0" && !isChunked(req);
}

/** The app behind is away, or too slow. What it said is in our log, not in the answer. */
function answerFault(error: NodeJS.ErrnoException, req: IncomingMessage, res: ServerResponse): void {
  if (req.destroyed && !req.complete) return void res.destroy();
  console.error(error.message);
  if (res.headersSent) return void res.destroy();
  const status = error.code === "ECONNRESET" || error.code === "ETIMEDOUT" ? 504 : 502;
  res.writeHead(status, { "Content-Type": "application/problem+json", Connection: "close" });
  res.end(JSON.stringify({ status, title: STATUS_CODES[status] }));
}

function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
