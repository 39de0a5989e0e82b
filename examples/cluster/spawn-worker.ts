import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Worker } from "./fleet.js";

/** What a worker says to the process that started it. */
export type Said = { readonly listens: number } | "leaving";

const program = fileURLToPath(new URL("worker.ts", import.meta.url));
/** Milliseconds. */
const startWithin = 30_000;
const stopWithin = 5000;

/** A worker of its own process, once it answers. */
export async function spawnWorker(env: NodeJS.ProcessEnv): Promise<Worker> {
  const child = fork(program, { env });
  const ended = once(child, "exit").then(() => undefined);
  const leaving = new Set<() => void>();
  const listens = new Promise<number>((resolve) => {
    child.on("message", (said: Said) => {
      if (typeof said === "object") resolve(said.listens);
      else for (const listener of leaving) listener();
    });
  });
  const late = setTimeout(() => child.kill("SIGKILL"), startWithin);
  const port = await Promise.race([listens, ended]);
  clearTimeout(late);
  if (port === undefined) {
    throw new Error("it ended, or was not ready in time; what it said stands above");
  }
  return {
    port,
    pid: child.pid ?? 0,
    ended,
    onLeaving: (listener) => leaving.add(listener),
    async stop() {
      if (child.connected) child.send("stop", () => {});
      const hard = setTimeout(() => child.kill("SIGKILL"), stopWithin);
      await ended;
      clearTimeout(hard);
    },
  };
}
