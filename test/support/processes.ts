import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Processes of one script, of which none outlives the test: `afterEach(processes.end)`. */
export function processesOf(script: string) {
  const children: ChildProcess[] = [];

  const start = (...args: string[]) => {
    const child = spawn(process.execPath, ["--import=tsx", script, ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    let words = "";
    child.stderr.on("data", (text) => {
      words += text;
    });
    const lines = createInterface({ input: child.stdout });
    return { child, lines, ended: once(child, "close"), said: () => words };
  };

  return {
    start,

    /** What each of four tells in all, all started at once; each must end well. */
    four: (...args: string[]): Promise<string[]> =>
      Promise.all(
        Array.from({ length: 4 }, async () => {
          const { lines, ended, said } = start(...args);
          const told: string[] = [];
          lines.on("line", (line) => told.push(line));
          expect(await ended, said()).to.deep.equal([0, null]);
          return told.join();
        }),
      ),

    end() {
      for (const child of children.splice(0)) child.kill("SIGKILL");
    },
  };
}
