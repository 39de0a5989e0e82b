import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { sqlite } from "../../storage/sqlite.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";

describe("The list of operators, while another process changes it", () => {
  let folder: string;
  let hosts: readonly Host[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-list-"));
    const options = { secret: randomBytes(32).toString("base64") };
    const start = () => startHost({ options, storage: sqlite(join(folder, "mfa.sqlite")) });
    hosts = [await start(), await start()];
  });
  afterEach(async () => {
    await Promise.all(hosts.map((host) => host.close()));
    await rm(folder, { recursive: true, force: true });
  });

  for (const [what, search] of [
    ["all of it", ""],
    ["a search of it", "zoe"],
  ] as const) {
    it(`has whoever was added just now, and not who was removed, however lately it was looked at: ${what}`, async () => {
      const [here, there] = hosts;
      if (here === undefined || there === undefined) throw new Error("There are two");
      const names = async () => {
        const { operators, total } = await here.mfa.operators.list({ search });
        return { names: operators.map(({ username }) => username), total };
      };
      expect(await names()).to.deep.equal({ names: [], total: 0 });
      const { id } = await there.mfa.operators.add({ username: "zoe", password: operatorPassword });
      expect(await names()).to.deep.equal({ names: ["zoe"], total: 1 });
      await there.mfa.operators.remove(id);
      expect(await names()).to.deep.equal({ names: [], total: 0 });
    });
  }
});
