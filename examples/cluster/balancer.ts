import { Agent, type IncomingMessage, request, type ServerResponse, STATUS_CODES } from "node:http";
import { pipeline } from "node:stream";
import { answerHeaders, refusalOf, requestHeaders } from "./hop.js";

/** One process that answers, on this machine. */
export interface Target {
  readonly port: number;
}

export interface Balancer {
  /** For `createServer`. */
  handle(req: IncomingMessage, res: ServerResponse): void;
  add(port: number): Target;
  /** Gives it nothing more. Resolves when it has answered all that it was given, or after so many milliseconds. */
  takeOut(target: Target, patience: number): Promise<void>;
  /** Asks each target how it is, from now on. */
  watch(every: number): void;
  close(): void;
}

interface Member extends Target {
  readonly agent: Agent;
  /** Requests that it has been given and has not answered. */
  busy: number;
  healthy: boolean;
  idle?: () => void;
}

/** RFC 9110 §9.2.1: whoever sends one twice has changed nothing. */
const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Each request to the next process in turn. What is lost with a process is tried on another where that can do no harm: a safe
 * method, or a request of which nothing was sent. Of the rest nobody knows whether it was done: 502.
 *
 * @param timeout milliseconds to the head of an answer
 * @param behindProxy a proxy of your own stands before it, and says where a request comes from
 */
export function createBalancer({ timeout = 30_000, behindProxy = false } = {}): Balancer {
  const members = new Set<Member>();
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;

  const next = (tried: ReadonlySet<Member>) => {
    const able = [...members].filter((member) => member.healthy && !tried.has(member));
    turn = (turn + 1) % 1_000_000;
    return able[turn % able.length];
  };

  function attempt(req: IncomingMessage, res: ServerResponse, tried: ReadonlySet<Member>): void {
    const member = next(tried);
    if (member === undefined) {
      refuse(res, tried.size === 0 ? 503 : 502);
      return;
    }
    const { agent, port } = member;
    const hasBody =
      req.headers["content-length"] !== undefined || req.headers["transfer-encoding"] !== undefined;
    const repeatable = safe.has(req.method ?? "") && !hasBody;
    let sent = false;
    member.busy += 1;
    const out = request({
      ...{ host: "127.0.0.1", port, agent, timeout, method: req.method, path: req.url },
      headers: requestHeaders(req, behindProxy),
    });
    const send = () => {
      sent = true;
      if (hasBody) req.pipe(out);
      else out.end();
    };
    const onClientGone = () => out.destroy();
    res.once("close", onClientGone);
    out.once("socket", (socket) => (socket.connecting ? socket.once("connect", send) : send()));
    out.once("timeout", () => out.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })));
    out.once("response", (answer) => {
      out.setTimeout(0);
      res.writeHead(answer.statusCode ?? 502, answerHeaders(answer));
      // An answer that breaks off breaks off for the client too: half of it must not look like all of it.
      pipeline(answer, res, () => {});
    });
    out.once("error", (error: NodeJS.ErrnoException) => {
      res.off("close", onClientGone);
      if (error.code === "ECONNREFUSED") member.healthy = false;
      if (res.headersSent || res.destroyed) res.destroy();
      else if (repeatable || !sent) attempt(req, res, new Set([...tried, member]));
      else refuse(res, error.code === "ETIMEDOUT" ? 504 : 502);
    });
    out.once("close", () => {
      res.off("close", onClientGone);
      member.busy -= 1;
      if (member.busy === 0) member.idle?.();
    });
  }

  return {
    handle(req, res) {
      const refused = refusalOf(req);
      if (refused === undefined) attempt(req, res, new Set());
      else refuse(res, refused);
    },

    add(port) {
      // The workers close no idle connection of ours, so none is closed while a request is on its way to it.
      const member = { port, agent: new Agent({ keepAlive: true }), busy: 0, healthy: true };
      members.add(member);
      return member;
    },

    async takeOut(target, patience) {
      const member = target as Member;
      members.delete(member);
      if (member.busy > 0) {
        await new Promise<void>((resolve) => {
          const late = setTimeout(resolve, patience);
          member.idle = () => {
            clearTimeout(late);
            resolve();
          };
        });
      }
      member.agent.destroy();
    },

    watch(every) {
      timer = setInterval(() => {
        for (const member of members)
          isWell(member.port).then((healthy) => Object.assign(member, { healthy }));
      }, every);
      timer.unref();
    },

    close: () => clearInterval(timer),
  };
}

/** It answers at all. Whether its storage does is not asked: that is the same for all of them, and they say so themselves. */
function isWell(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const ask = request({ host: "127.0.0.1", port, path: "/healthz", agent: false, timeout: 2000 });
    ask.once("response", (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    ask.once("timeout", () => ask.destroy());
    ask.once("error", () => resolve(false));
    ask.once("close", () => resolve(false));
    ask.end();
  });
}

function refuse(res: ServerResponse, status: number): void {
  const again = status === 503 ? { "Retry-After": "1" } : {};
  // What is left of the body is not read: the connection ends with the answer.
  res.writeHead(status, { "Content-Type": "application/problem+json", Connection: "close", ...again });
  res.end(JSON.stringify({ status, title: STATUS_CODES[status] }));
}
