import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { sqlite } from "../../storage/sqlite.js";
import { collect, indexOn } from "../support/operator-index.js";
import { processesOf } from "../support/processes.js";

const worker = fileURLToPath(new URL("./index-worker.ts", import.meta.url));

describe("The index of operators, with four processes on one SQLite file", function () {
  this.timeout(120_000);
  const processes = processesOf(worker);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-index-"));
  });
  afterEach(processes.end);
  after(() => rm(folder, { recursive: true }));

  it("has each of those whom they put, counts them exactly, and none of those whom they took out", async () => {
    const file = join(folder, "mfa.sqlite");
    const told = await processes.four(file);
    const wanted = told.flatMap((line) => line.split(" ")).sort();
    expect(wanted).to.have.length(4 * 150);
    const { vault, index } = indexOn(sqlite(file), { most: 16 });
    await vault.open();
    // Before anything is put right by those who look.
    const first = await index.page({ search: "", withoutEmail: false, page: 1, size: 25 });
    expect(first).to.include({ total: wanted.length, found: wanted.length, withoutEmail: wanted.length });
    expect((await collect(index.all())).map(({ username }) => username)).to.deep.equal(wanted);
    await vault.close();
  });
});
