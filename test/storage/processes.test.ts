import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Backend } from "../../lib/contract/index.js";
import { countTo } from "../../lib/testing/index.js";
import { postgres } from "../../storage/postgres.js";
import { redis } from "../../storage/redis.js";
import { sqlite } from "../../storage/sqlite.js";
import { needs } from "../support/needs.js";
import { processesOf } from "../support/processes.js";
import { freshPostgres, freshRedis } from "../support/stores.js";

const processes = processesOf(fileURLToPath(new URL("./worker.ts", import.meta.url)));
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "express-mfa-processes-"));
});
after(() => rm(folder, { recursive: true }));

let files = 0;
const freshFile = () => {
  files += 1;
  return join(folder, `${files}.sqlite`);
};

interface Place {
  /** As `worker.ts` takes it. */
  readonly name: string;
  open(): Backend;
}
const stores = {
  sqlite: async (): Promise<Place> => {
    const name = freshFile();
    return { name, open: () => sqlite(name) };
  },
  redis: async (): Promise<Place> => {
    const name = await freshRedis();
    return { name, open: () => redis(name) };
  },
  postgres: async (): Promise<Place> => {
    const { url, table } = await freshPostgres();
    return { name: `${url}#${table}`, open: () => postgres(url, { table }) };
  },
};

for (const [store, make] of Object.entries(stores)) {
  describe(`${store}, in several processes`, function () {
    this.timeout(60_000);
    before(needs("redis-server", "postgres"));
    let place: Place;
    beforeEach(async () => {
      place = await make();
    });
    afterEach(processes.end);

    const counted = async () => {
      const backend = place.open();
      await backend.open();
      const after = await countTo(1, backend);
      await backend.close();
      return (after ?? 0) - 1;
    };

    it("counts exactly: four processes, 100 updates each, on one key", async () => {
      await processes.four("count", place.name, "100");
      expect(await counted()).to.equal(400);
    });

    it("begins once, when four processes open a fresh store at the same moment", async () => {
      const keys = await processes.four("start", place.name);
      expect(new Set(keys).size).to.equal(1);
      expect(keys[0]).to.match(/^[\w-]{43}$/);
    });

    it("keeps every change that was told, when a process is killed in the middle", async () => {
      const { child, lines, ended } = processes.start("write", place.name);
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
}

describe("sqlite, in several processes", () => {
  it("opens, when four processes turn fresh files to WAL at the same moments", async function () {
    this.timeout(60_000);
    await processes.four("open", freshFile(), "120", String(Date.now() + 3000));
    processes.end();
  });
});
