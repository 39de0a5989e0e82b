import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Requests per second of a protected route, beside the same route alone and behind express-session with Passport. One
// run, the servers in turn, medians of paired ratios: absolute figures of a shared machine say little.

interface Target {
  readonly name: string;
  readonly port: number;
  readonly cookie: string;
}

const rounds = 15;
const roundFor = 700;
const connections = 16;

const folder = mkdtempSync(join(tmpdir(), "express-mfa-bench-"));
const child = fork(new URL("server.ts", import.meta.url), [join(folder, "bench.sqlite")], {
  execArgv: ["--import=tsx"],
});
try {
  const targets = await listening(child);
  for (const target of targets) await load(target, roundFor); // warm
  const rates: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const rate: number[] = [];
    for (const target of targets) rate.push(await load(target, roundFor));
    rates.push(rate);
  }
  for (const [index, { name }] of targets.entries()) {
    const own = rates.map((rate) => rate[index] ?? 0);
    const beside = targets.map((_, other) =>
      median(rates.map((rate) => (rate[index] ?? 0) / (rate[other] ?? 1))),
    );
    const ratios = beside.map((ratio, other) => `${ratio.toFixed(2)} of ${targets[other]?.name}`);
    console.log(
      `${name}: ${Math.round(median(own))} requests/s; ${ratios.filter((_, at) => at !== index).join(", ")}`,
    );
  }
} finally {
  child.kill();
  rmSync(folder, { recursive: true, force: true });
}

function listening(from: ChildProcess): Promise<readonly Target[]> {
  return new Promise((resolve, reject) => {
    from.once("message", (targets) => resolve(targets as readonly Target[]));
    from.once("exit", (code) => reject(new Error(`the servers ended with ${code}`)));
  });
}

/** Requests per second over some connections, each asking again as soon as it has its answer. */
async function load({ port, cookie, name }: Target, milliseconds: number): Promise<number> {
  const request = `GET /app HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${cookie === "" ? "" : `Cookie: ${cookie}\r\n`}\r\n`;
  const end = performance.now() + milliseconds;
  let answered = 0;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => socket.write(request));
      socket.setNoDelay(true);
      socket.on("error", reject);
      let text = "";
      socket.on("data", (data) => {
        text += data.toString("latin1");
        if (!text.includes("\r\n\r\n")) return;
        if (!text.startsWith("HTTP/1.1 200")) reject(new Error(`${name} answered ${text.slice(0, 200)}`));
        if (!text.endsWith("\r\n\r\nok")) return; // express-session sends head and body apart
        text = "";
        answered += 1;
        if (performance.now() < end) socket.write(request);
        else socket.end(resolve);
      });
    });
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, one));
  return (answered * 1000) / (performance.now() - start);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
