import { connect } from "node:net";
import type { Contestant } from "./contestants.js";

export interface LoadOptions {
  readonly connections: number;
  readonly milliseconds: number;
  /** Told of each answer: how many milliseconds it took. */
  readonly each?: (took: number) => void;
}

const good = Buffer.from("HTTP/1.1 200");
// Of the body "ok", which some send letter by letter; no head ends like this.
const last = "k".charCodeAt(0);

/**
 * Requests per second over some connections, each asking again as soon as it has its answer. By plain sockets, so that the
 * core that asks is never the one that has no time.
 */
export async function load(contestant: Contestant, options: LoadOptions): Promise<number> {
  const { port, cookie, name } = contestant;
  const { connections, milliseconds, each } = options;
  const line = cookie === "" ? "" : `Cookie: ${cookie}\r\n`;
  const request = Buffer.from(`GET /app HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${line}\r\n`);
  const start = performance.now();
  let answered = 0;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      let asked = 0;
      let isGood = false;
      const ask = () => {
        asked = performance.now();
        isGood = false;
        socket.write(request);
      };
      const socket = connect(port, "127.0.0.1", ask);
      socket.setNoDelay(true);
      socket.on("error", reject);
      socket.on("close", () => reject(new Error(`${name}: closed the connection`)));
      socket.on("data", (data) => {
        isGood ||= data.subarray(0, good.length).equals(good);
        if (!isGood) reject(new Error(`${name}: answered ${data.toString("latin1").slice(0, 200)}`));
        if (data.at(-1) !== last) return;
        const now = performance.now();
        answered += 1;
        each?.(now - asked);
        if (now - start < milliseconds) ask();
        else {
          resolve();
          socket.destroy();
        }
      });
    });
  await Promise.all(Array.from({ length: connections }, one));
  return (answered * 1000) / (performance.now() - start);
}
