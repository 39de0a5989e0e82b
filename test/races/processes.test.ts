import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { needs } from "../support/needs.js";
import { freshPostgres, freshRedis } from "../support/stores.js";
import { type Fleet, startFleet } from "./fleet.js";
import { runRaces } from "./over-processes.js";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "express-mfa-races-"));
});
after(() => rm(folder, { recursive: true, force: true }));

const stores = {
  sqlite: async () => join(folder, "mfa.sqlite"),
  redis: freshRedis,
  async postgres() {
    const { url, table } = await freshPostgres();
    return `${url}#${table}`;
  },
};

describe("Four servers, each a process of its own,", () => {
  before(needs("redis-server", "postgres"));
  for (const [name, make] of Object.entries(stores)) {
    it(`on one store (${name}): no more is judged than the budget, one winner for each code, no enrolment lost`, async function () {
      this.timeout(120_000);
      let fleet: Fleet | undefined;
      try {
        fleet = await startFleet(await make());
        for (const { name: race, wrong } of await runRaces(fleet)) {
          expect(wrong, `${race}: ${fleet.complaints()}`).to.equal(undefined);
        }
      } finally {
        await fleet?.close();
      }
    });
  }
});
