import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { countTo } from "../../../lib/testing/index.js";
import { toBackend } from "../../../storage/index.js";
import { processesOf } from "../../support/processes.js";
import { freshPostgres, freshRedis } from "../../support/stores.js";
import { keyvAt } from "./keyv-at.js";

/** Run by ../keyv6.test.ts beside suite.ts: what cannot be shown in one process. */
describe("Keyv 6 counts exactly in four processes, 100 updates each, on one key:", function () {
  this.timeout(60_000);
  const processes = processesOf(fileURLToPath(new URL("./worker.ts", import.meta.url)));
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-keyv6-processes-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(processes.end);

  const places: Readonly<Record<string, () => Promise<string>>> = {
    redis: freshRedis,
    sqlite: async () => join(folder, "count.sqlite"),
    postgres: async () => {
      const { url, table } = await freshPostgres();
      return `${url}#${table}`;
    },
  };
  for (const [name, fresh] of Object.entries(places)) {
    it(name, async () => {
      const place = await fresh();
      await processes.four(place, "100");
      const backend = toBackend(keyvAt(place), { singleProcess: false });
      await backend.open();
      expect(await countTo(1, backend)).to.equal(401);
      await backend.close();
    });
  }
});
