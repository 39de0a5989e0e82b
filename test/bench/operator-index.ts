import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Backend } from "../../lib/contract/index.js";
import type { IndexEntry } from "../../lib/directory/index.js";
import { postgres } from "../../storage/postgres.js";
import { redis } from "../../storage/redis.js";
import { sqlite } from "../../storage/sqlite.js";
import { indexOn, seedIndex } from "../support/operator-index.js";
import { startPostgres } from "../support/postgres-server.js";
import { startRedis } from "../support/redis-server.js";

// What a page of the operators and a change cost in the index alone, by how many there are: `npx tsx test/bench/operator-index.ts`,
// with the names of stores (default: all) and `--rounds=100`. Needs redis-server and postgres for those.

const sizes = [1000, 100_000, 1_000_000];
const query = { search: "", withoutEmail: false, page: 1, size: 25 };
const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const rounds = Number(process.argv.find((word) => word.startsWith("--rounds="))?.slice(9) ?? 100);

const folder = await mkdtemp(join(tmpdir(), "express-mfa-bench-"));
const stores: Record<string, () => Promise<{ of(size: number): Backend; stop(): Promise<void> }>> = {
  sqlite: async () => ({ of: (size) => sqlite(join(folder, `${size}.sqlite`)), stop: async () => {} }),
  async postgres() {
    const { url, stop } = await startPostgres();
    return { of: (size) => postgres(url, { table: `mfa_${size}` }), stop };
  },
  async redis() {
    const { url, stop } = await startRedis(["appendonly", "no"], ["databases", "16"]);
    return { of: (size) => redis(`${url}/${sizes.indexOf(size) + 1}`), stop };
  },
};

try {
  for (const name of asked.length > 0 ? asked : Object.keys(stores)) await measure(name);
} finally {
  await rm(folder, { recursive: true });
}

async function measure(name: string): Promise<void> {
  const store = await stores[name]?.();
  if (store === undefined) throw new Error(`no store is named ${name}`);
  const systems = await Promise.all(sizes.map(async (size) => ({ size, ...(await open(store.of(size))) })));
  for (const { size, vault } of systems)
    await seedIndex(
      vault,
      Array.from({ length: size }, (_, n) => entry(n)),
    );
  const works = {
    "a page in the middle": ({ index, size }: (typeof systems)[number], round: number) =>
      index.page({ ...query, page: Math.ceil(size / 25 / 2) + (round % 10) }),
    "one added": ({ index, size }: (typeof systems)[number], round: number) =>
      index.put([entry((size >> 1) + round + 0.5)]),
    "one taken out": ({ index, size }: (typeof systems)[number], round: number) =>
      index.drop([entry((size >> 1) + round + 0.5)]),
  };
  for (const [what, work] of Object.entries(works)) {
    const times: number[][] = [];
    for (let round = 0; round < rounds; round += 1) {
      const row: number[] = [];
      // In turn, so that what else the machine does meets all of them.
      for (const [at] of systems.entries()) {
        const place = (at + round) % systems.length;
        const system = systems[place];
        if (system !== undefined) row[place] = await took(() => work(system, round));
      }
      times.push(row);
    }
    const said = sizes.map((size, place) => {
      const ratio = median(times.map((row) => (row[place] ?? 0) / (row[0] ?? 1)));
      return `${size}: ${median(times.map((row) => row[place] ?? 0)).toFixed(2)} ms (${ratio.toFixed(2)})`;
    });
    console.log(`${name}, ${what}: ${said.join("; ")}`);
  }
  for (const { size, index } of systems) {
    const search = await took(() => index.page({ ...query, search: "andersson77" }));
    console.log(`${name}, a search among ${size}: ${Math.round(search)} ms`);
  }
  for (const { vault } of systems) await vault.close();
  await store.stop();
}

/** Nothing is held: as each page and change comes to a process that has not asked for a while. */
async function open(backend: Backend) {
  const opened = indexOn(backend, { staleness: 0, deadline: 60_000 });
  await opened.vault.open();
  return opened;
}

function entry(n: number): IndexEntry {
  const username = `anna.andersson${n}`;
  return {
    ...{ id: `${n}.`.padEnd(22, "x"), username, name: "Anna Andersson" },
    ...{ email: `${username}@example.com`, at: 1_790_000_000_000 },
  };
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
