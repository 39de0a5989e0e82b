import { request } from "node:http";
import type { Mfa } from "../../lib/index.js";
import type { Host } from "./harness.js";

/** A connection that the host keeps open as long as the check's signal is quiet. */
export interface Live {
  readonly status: number;
  /** Resolves with all that came, when the host has ended it. */
  readonly ended: Promise<string>;
  close(): void;
}

/** Mounts a path that is open as long as the check says so. */
export function serveLive(host: Host, need?: Parameters<Mfa["check"]>[1], path = "/live"): void {
  host.app.get(path, async (req, res) => {
    const result = await host.mfa.check(req, need);
    if (!result.ok) {
      res.status(result.problem.status).end(result.problem.code);
      return;
    }
    res.write(`hello ${result.operator.username}`);
    result.signal.addEventListener("abort", () => res.end(", goodbye"), { once: true });
  });
}

export function connect(
  host: Host,
  headers: Record<string, string | undefined>,
  path = "/live",
): Promise<Live> {
  return new Promise((resolve, reject) => {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    const req = request(
      host.via + path,
      { agent: false, headers: { Host: new URL(host.base).host, ...given } },
      (res) => {
        let text = "";
        res.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        const ended = new Promise<string>((done) => res.once("close", () => done(text)));
        resolve({ status: res.statusCode ?? 0, ended, close: () => req.destroy() });
      },
    );
    req.once("error", reject);
    req.end();
  });
}
