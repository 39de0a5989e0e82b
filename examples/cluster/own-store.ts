import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { SettingError } from "./settings.js";

export interface OwnStore {
  readonly name: "redis" | "postgres";
  readonly url: string;
  /** With all that it held. */
  stop(): Promise<void>;
}

/** A database server for this run only: on a free port of loopback, in a temporary folder. */
export async function startStore(wanted: "redis" | "postgres" | undefined): Promise<OwnStore> {
  const name = wanted ?? (find("redis-server") === undefined ? "postgres" : "redis");
  const program = find(name === "redis" ? "redis-server" : "postgres");
  if (program === undefined) {
    const missing = wanted ?? "redis or postgres";
    throw new SettingError(
      `No ${missing} server is installed: apt-get install ${wanted === "postgres" ? "postgresql" : "redis-server"}, or give the URL of one in STORAGE_URL`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), "example-cluster-"));
  const port = await freePort();
  // Whoever else is on this machine finds the port, and commands with it what we are: PostgreSQL runs programs, Redis writes files.
  const place = { folder, port, password: randomBytes(24).toString("base64url") };
  const child = name === "redis" ? startRedis(program, place) : startPostgres(program, place);
  let gone = false;
  const end = () => {
    if (!gone && child.exitCode === null) child.kill(name === "redis" ? "SIGTERM" : "SIGINT");
  };
  process.once("exit", end);
  const stop = async () => {
    process.off("exit", end);
    const ended = child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
    end();
    const hard = setTimeout(() => child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(hard);
    gone = true;
    rmSync(folder, { recursive: true, force: true });
  };
  for (const until = Date.now() + 15_000; !(await answers(name, port)); ) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`${program} did not start`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const at = `${place.password}@127.0.0.1:${port}`;
  return { name, url: name === "redis" ? `redis://:${at}` : `postgres://postgres:${at}/postgres`, stop };
}

interface Place {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
}

/** In a group of its own: a Ctrl-C in the terminal is for us, and the store goes last. */
const alone = { stdio: "ignore", detached: true } as const;

function startRedis(program: string, { folder, port, password }: Place): ChildProcess {
  const settings = ["--appendonly", "yes", "--maxmemory-policy", "noeviction"];
  const place = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder];
  const child = spawn(program, ["-", ...place, ...settings], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  // Not as an argument: those are shown to everybody.
  child.stdin.end(`requirepass ${password}\n`);
  return child;
}

function startPostgres(program: string, { folder, port, password }: Place): ChildProcess {
  // It refuses to run as root.
  const owner = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const [data, secret] = [join(folder, "data"), join(folder, "password")];
  writeFileSync(secret, password, { mode: 0o600 });
  if (owner.uid !== undefined) chownSync(secret, owner.uid, owner.gid);
  const made = spawnSync(
    program.replace(/postgres$/, "initdb"),
    [
      ...["-D", data, "-U", "postgres", "--auth=scram-sha-256", `--pwfile=${secret}`],
      ...["--encoding=UTF8", "--locale=C.UTF-8"],
    ],
    { ...owner, cwd: folder, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const place = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", ""];
  return spawn(program, place, { ...alone, ...owner, cwd: folder });
}

/** Redis says that it knows us not. PostgreSQL answers an SSLRequest with one letter once it takes connections; whether it is ready shows when it is used. */
function answers(name: OwnStore["name"], port: number): Promise<boolean> {
  const words = Buffer.from("user\0postgres\0database\0postgres\0\0");
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + words.length, 0);
  head.writeInt32BE(3 << 16, 4);
  const hello = name === "redis" ? Buffer.from("PING\r\n") : Buffer.concat([head, words]);
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(hello));
    const done = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once("data", (said) =>
      done(said.toString("latin1").startsWith(name === "redis" ? "-NOAUTH" : "R")),
    );
    socket.once("error", () => done(false));
    socket.once("close", () => done(false));
    socket.setTimeout(1000, () => done(false));
  });
}

/** On the PATH, or where Debian puts PostgreSQL's; the newest first. */
function find(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...debianPostgres()].filter(Boolean);
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function debianPostgres(): readonly string[] {
  const home = "/usr/lib/postgresql";
  try {
    return readdirSync(home)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(home, version, "bin"));
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function idOf(flag: "-u" | "-g"): number {
  const { status, stdout } = spawnSync("id", [flag, "postgres"], { encoding: "utf8" });
  if (status !== 0) throw new SettingError("PostgreSQL does not run as root: start this as somebody else");
  return Number(stdout);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
