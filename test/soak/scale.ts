import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KeyvSqlite } from "@keyv/sqlite";
import pg from "pg";
import { postgres } from "../../storage/postgres.js";
import { sqlite } from "../../storage/sqlite.js";
import { type Contestant, start } from "../bench/contestants.js";
import { inWords, isMet, median, type Result, type Target } from "../bench/result.js";
import { write } from "../bench/write.js";
import { startPostgres } from "../support/postgres-server.js";
import { type Insert, password, type Seeded, seed } from "./seed.js";

interface Side {
  readonly server: Contestant;
  readonly seeded: readonly Seeded[];
}

type Measure = (side: Side, turn: number) => Promise<void>;

const rounds = 20;
const perRound = 25;
const agent = new Agent({ keepAlive: true });

/** A thousand operators against a million: `npm run soak -- scale [SMALL] [LARGE] [--write]`. */
export async function run(args: readonly string[]): Promise<void> {
  const [small = 1000, large = 1_000_000] = args.filter((word) => !word.startsWith("-")).map(Number);
  const folder = await mkdtemp(join(tmpdir(), "express-mfa-scale-"));
  const database = await startPostgres();
  const results: Result[] = [];
  try {
    for (const store of ["sqlite", "postgres"] as const) {
      const sides: Side[] = [];
      for (const count of [small, large]) {
        const began = performance.now();
        const place = store === "sqlite" ? join(folder, `${count}.sqlite`) : database.url;
        sides.push(await seededServer({ store, place, count }));
        const seconds = Math.round((performance.now() - began) / 1000);
        console.log(`${store}: ${count.toLocaleString("en")} operators within ${seconds} s`);
      }
      const result = await compare(store, sides, [small, large]);
      results.push(result);
      for (const { name, cells } of result.rows) console.log(`  ${name}: ${cells.join(" ms, ")}`);
      await Promise.all(sides.map(({ server }) => server.stop()));
    }
  } finally {
    agent.destroy();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const targets = results.flatMap((result) => result.targets);
  console.log(targets.map(inWords).join("\n"));
  if (args.includes("--write")) await write({ name: "scale", command: "npm run soak -- scale", results });
  process.exitCode = targets.every(isMet) ? 0 : 1;
}

interface Place {
  readonly store: "sqlite" | "postgres";
  readonly place: string;
  readonly count: number;
}

async function seededServer({ store, place, count }: Place): Promise<Side> {
  const secret = randomBytes(32).toString("base64");
  const table = `of_${count}`;
  const backend = store === "sqlite" ? sqlite(place) : postgres(place, { table });
  await backend.open();
  const { insert, close } = store === "sqlite" ? await intoSqlite(place) : await intoPostgres(place, table);
  const seeded = await seed(backend, { secret, count, insert });
  await close();
  await backend.close();
  const args = [store, place, table, secret];
  const server = await start({ name: `${store}, ${count}`, file: "../soak/scale-server.ts", args });
  return { server, seeded };
}

async function intoSqlite(path: string): Promise<{ insert: Insert; close(): Promise<void> }> {
  const adapter = new KeyvSqlite({ uri: `sqlite://${path}`, busyTimeout: 30_000 });
  await adapter.query("PRAGMA synchronous = OFF");
  return {
    async insert(rows) {
      const places = rows.map(() => "(?, ?)").join(", ");
      const values = rows.flatMap(([key, raw]) => [`mfa:${key}`, raw]);
      await adapter.query(`INSERT INTO keyv (key, value) VALUES ${places}`, ...values);
    },
    async close() {
      await adapter.query("PRAGMA wal_checkpoint(TRUNCATE)");
      await adapter.close();
    },
  };
}

async function intoPostgres(url: string, table: string): Promise<{ insert: Insert; close(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    async insert(rows) {
      const [keys, values] = [rows.map(([key]) => `mfa:${key}`), rows.map(([, raw]) => raw)];
      await client.query(`INSERT INTO ${table} (key, value) SELECT * FROM unnest($1::text[], $2::text[])`, [
        keys,
        values,
      ]);
    },
    async close() {
      await client.query(`ANALYZE ${table}`);
      await client.end();
    },
  };
}

const measures: Readonly<Record<string, Measure>> = {
  "protected request": async ({ server, seeded }, turn) => {
    const cookie = `${server.cookie.split("=")[0]}=${seeded[turn % 100]?.token}`;
    await ask(server, "GET", "/app", { cookie });
  },
  "sign-in": async ({ server, seeded }, turn) => {
    const username = seeded[100 + (turn % 100)]?.username;
    const body = JSON.stringify({ username, password, client: "app" });
    await ask(server, "POST", "/mfa/sign-in", { "content-type": "application/json" }, body);
  },
  "page of the operators list": async ({ server }, turn) => {
    await ask(server, "GET", `/mfa/operators?page=${1 + (turn % 40)}`, { cookie: server.cookie });
  },
};

async function compare(store: string, sides: readonly Side[], counts: readonly number[]): Promise<Result> {
  const rows: Result["rows"][number][] = [];
  const targets: Target[] = [];
  for (const [name, measure] of Object.entries(measures)) {
    const pairs: (readonly number[])[] = [];
    // One round to warm. The first page of all reads the whole index.
    for (let round = -1; round < rounds; round += 1) {
      const took: number[] = [];
      for (const side of sides) took.push(await during(side, measure, round));
      if (round >= 0) pairs.push(took);
    }
    const ratio = median(pairs.map(([one = 0, other = 0]) => other / one));
    const of = (at: number) => median(pairs.map((pair) => pair[at] ?? Number.NaN)).toFixed(2);
    rows.push({ name, cells: [of(0), of(1), ratio.toFixed(2)] });
    targets.push({ name: `${store}, ${name}`, value: ratio, most: 1.3 });
  }
  return {
    title: `On ${store === "sqlite" ? "SQLite" : "PostgreSQL"}`,
    text: `Milliseconds, one at a time: the median of ${rounds} rounds of ${perRound}. Every request reads the store.`,
    columns: [...counts.map((count) => `${count.toLocaleString("en")} operators`), "ratio"],
    rows,
    targets,
  };
}

/** Milliseconds of one, of a round. */
async function during(side: Side, measure: Measure, round: number): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < perRound; n += 1) await measure(side, Math.max(0, round) * perRound + n);
  return (performance.now() - began) / perRound;
}

function ask(
  { port, name }: Contestant,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const req = request({ port, host: "127.0.0.1", agent, method, path, headers }, (res) => {
      if (res.statusCode !== 200) reject(new Error(`${name}: ${path} got ${res.statusCode}`));
      res.resume().once("end", resolve);
    });
    req.once("error", reject).end(body);
  });
}
