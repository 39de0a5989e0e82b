import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { createMfa } from "../../lib/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { password } from "../../strategies/index.js";
import { until } from "../support/until.js";
import { settings } from "./import-settings.js";

const worker = fileURLToPath(new URL("./import-worker.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

/** Two chunks of the journal. */
const count = 300;

describe("An import that is killed", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-import-"));
  });
  after(() => rm(folder, { recursive: true }));

  /** How a process ended that was to die at this write. */
  const run = async (file: string, prefix: string, number: number, when: "before" | "after") => {
    const args = ["--import=tsx", worker, file, String(count), prefix, String(number), when];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
    return (await once(child, "close"))[1];
  };

  /** How many are there once the next process has cleared up, and whether all that is there is whole. */
  const leftIn = async (file: string) => {
    const backend = sqlite(file);
    // A minute later: nobody is at it any more.
    const mfa = createMfa({
      ...settings,
      strategies: [password()],
      storage: backend,
      clock: () => Date.now() + 60_000,
    });
    await mfa.ready();
    const stored = async (prefix: string) => (await backend.list(prefix, undefined, 10_000)).length;
    await until(async () => (await stored("import-rows:")) === 0, 20_000);
    const { total } = await mfa.operators.list();
    const seen = {
      total,
      records: await stored("op:"),
      names: await stored("name:"),
      rows: await stored("import-rows:"),
    };
    const found = await Promise.all(Array.from({ length: count }, (_, at) => mfa.operators.find(`op${at}`)));
    const there = found.filter((operator) => operator !== undefined);
    const engineers = there.filter(({ role }) => role === "engineer").length;
    if (there.length > 0) await mfa.operators.invite(there.at(-1)?.id ?? "");
    else await mfa.operators.import(`username\nop0\nop${count - 1}`);
    await mfa.close();
    return { ...seen, there: there.length, engineers };
  };

  const none = { total: 0, records: 0, names: 0, rows: 0, there: 0, engineers: 0 };
  const all = { total: count, records: count, names: count, rows: 0, there: count, engineers: 1 };

  it("leaves all or none, whatever write it was killed at, and the next process clears up", async () => {
    const seen: string[] = [];
    const check = async ([prefix, number]: readonly [string, number], at: number) => {
      const when = at % 2 === 0 ? "before" : "after";
      const said = `killed ${when} write ${number} of ${prefix}`;
      const file = join(folder, `${at}.sqlite`);
      expect(await run(file, prefix, number, when), said).to.equal("SIGKILL");
      const left = await leftIn(file);
      seen.push(left.there === 0 ? "none" : "all");
      expect(left, said).to.deep.equal(left.there === 0 ? none : all);
    };
    const moments = [
      // The journal: begun, two chunks of names, committed, read again, two chunks of records, done.
      ...[1, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 9].map((number) => ["import:", number] as const),
      // Its rows: written, and cleared away.
      ...[1, 2, 3, 4].map((number) => ["import-rows:", number] as const),
      ...[1, 150, count].map((number) => ["name:", number] as const),
      ...[1, 2, 4].map((number) => ["leaf:", number] as const),
      ...[1, 2].map((number) => ["branch:", number] as const),
      ...[1, 150, count].map((number) => ["op:", number] as const),
      ["system:", 1] as const,
    ];
    for (let at = 0; at < moments.length; at += 2)
      await Promise.all(moments.slice(at, at + 2).map((moment, one) => check(moment, at + one)));
    expect(new Set(seen), "both ways were seen").to.have.length(2);
  });
});
