import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { built } from "./built.js";
import type { Listening } from "./servers/listen.js";

/** One of the servers that are compared, in a process of its own. */
export interface Contestant extends Listening {
  readonly name: string;
  readonly pid: number;
  ask(question: object): Promise<unknown>;
  stop(): Promise<void>;
}

export interface Spec {
  readonly name: string;
  /** In `servers`, or with a folder before it. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly nodeArgs?: readonly string[];
}

/** The cores, where there are two to tell apart: the servers get one, whatever asks them the other. */
export const cores =
  spawnSync("taskset", ["-c", "0,1", "true"]).status === 0
    ? ({ server: "0", load: "1" } as const)
    : undefined;

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export async function start({ name, file, args = [], nodeArgs = [] }: Spec): Promise<Contestant> {
  const path = file.endsWith(".ts") ? built(file) : fileURLToPath(new URL(file, import.meta.url));
  const command = [process.execPath, ...nodeArgs, path, ...args];
  const [program = "", ...rest] = cores === undefined ? command : ["taskset", "-c", cores.server, ...command];
  const env = { ...process.env, NODE_ENV: "production" };
  const child = spawn(program, rest, { env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  running.add(child);
  const { port, cookie } = (await saidBy(child, name)) as Listening;
  return {
    ...{ name, port, cookie, pid: child.pid ?? 0 },
    ask(question) {
      child.send(question);
      return saidBy(child, name);
    },
    stop() {
      running.delete(child);
      return new Promise((resolve) => {
        child.once("close", () => resolve());
        child.kill("SIGKILL");
      });
    },
  };
}

function saidBy(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`${name}: ended with ${code}`));
    child.once("exit", ended);
    child.once("message", (said) => {
      child.off("exit", ended);
      resolve(said);
    });
  });
}

/** Microseconds of processor time that it has used, all its threads together; not a number where the system does not say. */
export function cpuOf({ pid }: Contestant): number {
  try {
    // proc(5): utime and stime, in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  } catch {
    return Number.NaN;
  }
}
