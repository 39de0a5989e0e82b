import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { AuditLine } from "../../lib/contract/index.js";
import { createMfa } from "../../lib/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { password } from "../../strategies/index.js";
import { settings } from "../directory/import-settings.js";
import { until } from "../support/until.js";

const worker = fileURLToPath(new URL("./killed-worker.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

describe("The audit of a process that was killed", function () {
  this.timeout(30_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-audit-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("has the line that was not written, once that operator is touched again, in whichever process; once", async () => {
    const file = join(folder, "mfa.sqlite");
    const child = spawn(process.execPath, ["--import=tsx", worker, file], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
    });
    expect((await once(child, "close"))[1]).to.equal("SIGKILL");

    const told: AuditLine[][] = [];
    const processes = await Promise.all(
      [0, 1].map(async (number) => {
        const mfa = createMfa({ ...settings, strategies: [password()], storage: sqlite(file) });
        const own: AuditLine[] = [];
        told[number] = own;
        mfa.on("audit", (line) => own.push(line));
        await mfa.ready();
        return mfa;
      }),
    );
    const { id } = (await processes[0]?.operators.find("anna")) ?? { id: "" };
    expect(told.flat(), "nobody has touched her").to.deep.equal([]);
    // Both at once: each sees the same events.
    await Promise.all(processes.map((mfa, number) => mfa.operators.update(id, { name: `Anna ${number}` })));
    await until(() => told.flat().length >= 3, 5000);
    for (const mfa of processes) await mfa.close();
    expect(
      told
        .flat()
        .map(({ type }) => type)
        .sort(),
    ).to.deep.equal(["added", "edited", "edited"]);
    expect(new Set(told.flat().map((line) => line.id)).size, "each by one process").to.equal(3);
  });
});
