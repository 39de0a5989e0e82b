import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.js";
import { until } from "./until.js";

/** A database server of our own, on a free port, in a folder of its own. */
export interface RealServer {
  readonly port: number;
  /** Its process lives and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** SIGKILL: as when its machine stops. */
  kill(): Promise<void>;
  /** Again, on the same port and the same data. */
  start(): Promise<void>;
  /** Ends it, and takes its folder away. */
  stop(): Promise<void>;
}

export interface ServerSpec {
  /** Who it runs as where we are root, which some servers refuse to be. */
  readonly user?: string;
  prepare?(folder: string, run: (command: string, ...args: string[]) => void): void;
  command(folder: string, port: number): readonly [command: string, ...args: string[]];
  /** Does it answer as it should? */
  answers(port: number): Promise<boolean>;
}

export async function startServer(spec: ServerSpec): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), "express-mfa-server-"));
  const owner = spec.user === undefined || process.getuid?.() !== 0 ? {} : idsOf(spec.user);
  if (owner.uid !== undefined) await chown(folder, owner.uid, owner.gid ?? owner.uid);
  spec.prepare?.(folder, (command, ...args) => {
    const { status, stderr } = spawnSync(command, args, { ...owner, cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`${command}: ${stderr}`);
  });
  const port = await freePort();
  let child: ChildProcess | undefined;
  /** To its own children too, which answer by themselves. */
  const signal = (name: NodeJS.Signals) => {
    for (const pid of [...childrenOf(child?.pid), child?.pid]) if (pid !== undefined) tryKill(pid, name);
  };
  const atExit = () => signal("SIGKILL");
  process.once("exit", atExit);

  const server: RealServer = {
    port,
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    async kill() {
      const ended = child === undefined ? undefined : once(child, "exit");
      signal("SIGKILL");
      await ended;
      child = undefined;
    },
    async start() {
      const [command, ...args] = spec.command(folder, port);
      child = spawn(command, args, { ...owner, cwd: folder, stdio: "ignore" });
      await until(() => spec.answers(port), 20_000);
      if (!(await spec.answers(port))) throw new Error(`${command} did not start within 20 s`);
    },
    async stop() {
      process.off("exit", atExit);
      server.thaw();
      await server.kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
  await server.start();
  return server;
}

/** What a server says to `words` first; nothing where nobody listens or answers. */
export function saysTo(port: number, words: Uint8Array | string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(words));
    const done = (text: string) => {
      socket.destroy();
      resolve(text);
    };
    socket.once("data", (data) => done(data.toString("latin1")));
    socket.once("error", () => done(""));
    socket.once("close", () => done(""));
    socket.setTimeout(1000, () => done(""));
  });
}

function childrenOf(pid: number | undefined): readonly number[] {
  if (pid === undefined) return [];
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return children.split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function tryKill(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

function idsOf(user: string): { readonly uid?: number; readonly gid?: number } {
  const id = (flag: string) => Number(spawnSync("id", [flag, user], { encoding: "utf8" }).stdout);
  return { uid: id("-u"), gid: id("-g") };
}
