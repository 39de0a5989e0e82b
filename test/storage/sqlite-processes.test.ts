import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { sqlite } from "../../storage/sqlite.js";
import { countTo } from "../suites/storage-suite.js";

const worker = fileURLToPath(new URL("./sqlite-worker.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

describe("sqlite, in several processes", function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-sqlite-"));
    file = join(folder, "mfa.sqlite");
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await rm(folder, { recursive: true });
  });

  const start = (...args: string[]) => {
    const child = spawn(process.execPath, ["--import=tsx", worker, ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    return { child, lines: createInterface({ input: child.stdout }), ended: once(child, "close") };
  };

  /** The first line that each of four processes tells, all started at once; each must end well. */
  const four = (...args: string[]) =>
    Promise.all(
      Array.from({ length: 4 }, async () => {
        const { lines, ended } = start(...args);
        const told: string[] = [];
        lines.on("line", (line) => told.push(line));
        expect(await ended).to.deep.equal([0, null]);
        return told.join();
      }),
    );

  const counted = async () => {
    const backend = sqlite(file);
    await backend.open();
    const after = await countTo(1, backend);
    await backend.close();
    return (after ?? 0) - 1;
  };

  it("counts exactly: four processes, 100 updates each, on one key", async () => {
    await four("count", file, "100");
    expect(await counted()).to.equal(400);
  });

  it("begins once, when four processes open a fresh file at the same moment", async () => {
    const keys = await four("start", file);
    expect(new Set(keys).size).to.equal(1);
    expect(keys[0]).to.match(/^[\w-]{43}$/);
  });

  it("opens, when four processes turn fresh files to WAL at the same moments", async () => {
    await four("open", file, "120", String(Date.now() + 3000));
  });

  it("keeps every change that was told, when a process is killed in the middle", async () => {
    const { child, lines, ended } = start("write", file);
    let told = 0;
    for await (const line of lines) {
      told = Number(line);
      if (told >= 20) break;
    }
    child.kill("SIGKILL");
    expect(await ended).to.deep.equal([null, "SIGKILL"]);
    expect(told).to.be.at.least(20);
    expect(await counted()).to.be.at.least(told);
  });
});
