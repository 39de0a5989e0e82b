import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.js";

const program = fileURLToPath(new URL("../tools/start.js", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Net2 {
  readonly origin: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has printed so far, standard output and error together. */
  output(): string;
  /** Sends the signal and waits for the end. The data folder stays when it was given. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

type Environment = Readonly<Record<string, string>>;

/** Starts the example as `npm start` does, as a process of its own, on a free port and a fresh data folder. */
export async function startNet2(environment: Environment = {}): Promise<Net2> {
  const net2 = await launchNet2(environment);
  const isReady = () => net2.output().includes(`${net2.origin}\n`);
  await until(() => isReady() || net2.process.exitCode !== null, 15_000);
  if (isReady()) return net2;
  await net2.stop("SIGKILL");
  throw new Error(`The example did not start:\n${net2.output()}`);
}

/** The same, without waiting for it: for starts that are to fail. */
export async function launchNet2(environment: Environment = {}): Promise<Net2> {
  const port = environment.PORT ?? String(await freePort());
  const made = environment.DATA_DIR === undefined ? await mkdtemp(join(tmpdir(), "net2-")) : undefined;
  const dataDir = environment.DATA_DIR ?? made ?? "";
  // Nothing of what the caller's shell has set for an example of its own.
  const { PATH, HOME } = process.env;
  const env = {
    PATH,
    HOME,
    DEMO: "1",
    DEMO_PASSWORD: "a demo of 20 letters",
    ...environment,
    PORT: port,
    DATA_DIR: dataDir,
  };
  const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "pipe"] });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("close", () => process.off("exit", kill));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  // "close", not "exit": then all of the output is here too.
  const ended = new Promise<Ended>((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal })),
  );
  return {
    origin: `http://localhost:${port}`,
    dataDir,
    process: child,
    ended,
    output: () => output,
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      const end = await ended;
      if (made !== undefined) await rm(made, { recursive: true, force: true });
      return end;
    },
  };
}

/** Looks until it is so, or until the time is up. */
async function until(isSo: () => boolean, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!isSo() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
}
