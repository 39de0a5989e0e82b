import { randomBytes } from "node:crypto";
import pg from "pg";
import type { Backend } from "../../lib/contract/index.js";
import type { IndexEntry } from "../../lib/directory/index.js";
import { postgres } from "../../storage/postgres.js";
import { redis } from "../../storage/redis.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { indexOn, seedIndex } from "../support/operator-index.js";
import { startPostgres } from "../support/postgres-server.js";
import { saysTo } from "../support/real-server.js";
import { startRedis } from "../support/redis-server.js";
import { enrolApp, mailOf } from "../support/steps.js";

// What an operator weighs in real stores, and how the index of operators grows: the figures of docs/ten-million.md.
// `npx tsx test/bench/sizes.ts`; needs redis-server and postgres.

const agent = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36`;
const copies = 20_000;
const indexSizes = [10_000, 100_000, 300_000, 1_000_000];

const redisServer = await startRedis(["appendonly", "no"], ["databases", "16"]);
const postgresServer = await startPostgres();
try {
  const host = await startHost({ mode: "either", reauthDays: 30, storage: redis(`${redisServer.url}/1`) });
  const small = await measureRecords(host);
  await measureSignIn(host);
  await host.close();
  await measureRedis(small);
  await measurePostgres(small);
  for (const [at, size] of indexSizes.entries())
    await measureIndex(size, redis(`${redisServer.url}/${at + 3}`)).catch((error: Error) =>
      console.log(`index of ${size}: ${error.message}`),
    );
} finally {
  await redisServer.stop();
  await postgresServer.stop();
}

/** The values of an operator with one session and one trusted browser, by prefix. */
async function measureRecords(host: Host): Promise<ReadonlyMap<string, string>> {
  const show = async (what: string) => {
    const [raw = ""] = (await host.stored("op:")).values();
    console.log(`record, ${what}: ${raw.length} bytes`);
  };
  await host.addOperator("anna.andersson", {});
  await show("added, with a password");
  const browser = await signIn(host, "anna.andersson");
  await show("1 session, 1 trusted browser");
  await enrolApp(host, browser);
  await show("the same, and an app");
  const small = new Map([...(await host.stored("op:")), ...(await host.stored("name:"))]);
  const [name = ""] = (await host.stored("name:")).values();
  console.log(`claim of a name: ${name.length} bytes`);
  for (let more = 0; more < 25; more += 1) {
    host.clock.advance(60_000);
    await signIn(host, "anna.andersson");
  }
  await show("20 sessions, 20 trusted browsers, 50 events: the most there is, short of other factors");
  return small;
}

async function signIn(host: Host, username: string) {
  const browser = host.browser({ headers: { "User-Agent": agent } });
  await browser.post("/mfa/sign-in", { username, password: operatorPassword });
  await browser.post("/mfa/challenge/email-otp");
  const code = host.smtp.lastCode(mailOf(username));
  const { status, text } = await browser.post("/mfa/challenge/email-otp/verify", { code, trust: true });
  if (status !== 200) throw new Error(text);
  return browser;
}

/** What one sign-in and one sign-out leave behind beside the record. */
async function measureSignIn(host: Host): Promise<void> {
  const rest = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1500)); // a seal comes half a second later
    return new Map([...(await host.stored(""))].filter(([key]) => !/^(op|system|meta|probe):?/.test(key)));
  };
  host.clock.advance(60_000);
  const before = await rest();
  const browser = await signIn(host, "anna.andersson");
  await browser.post("/mfa/sign-out");
  const made = [...(await rest())].filter(([key]) => !before.has(key));
  const kinds = new Map<string, number[]>();
  for (const [key, raw] of made) {
    const kind = key.split(":")[0] ?? "";
    kinds.set(kind, [...(kinds.get(kind) ?? []), raw.length]);
  }
  for (const [kind, lengths] of kinds)
    console.log(
      `a sign-in from a new browser, and its end: ${lengths.length} × ${kind}, ${lengths.join(" + ")} bytes`,
    );
}

/** As many as `copies`, under keys of their own. Sealed for one id, they would not open; they weigh the same. */
async function fill(backend: Backend, small: ReadonlyMap<string, string>): Promise<void> {
  await backend.open();
  for (let done = 0; done < copies; done += 50) {
    const some = Array.from({ length: 50 }, () =>
      [...small].map(([key, raw]) => {
        const [prefix, id = ""] = key.split(":");
        return backend.swap(
          `${prefix}:${randomBytes(40).toString("base64url").slice(0, id.length)}`,
          undefined,
          raw,
        );
      }),
    );
    await Promise.all(some.flat());
  }
  await backend.close();
}

async function measureRedis(small: ReadonlyMap<string, string>): Promise<void> {
  const used = async () =>
    Number(/used_memory:(\d+)/.exec(await saysTo(redisServer.port, "INFO memory\r\n"))?.[1]);
  const before = await used();
  await fill(redis(`${redisServer.url}/2`), small);
  console.log(
    `redis: ${Math.round(((await used()) - before) / copies)} bytes of memory an operator (record, name, both in the sorted set)`,
  );
}

async function measurePostgres(small: ReadonlyMap<string, string>): Promise<void> {
  await fill(postgres(postgresServer.url, { table: "sizes" }), small);
  const client = new pg.Client(postgresServer.url);
  await client.connect();
  const { rows } = await client.query(
    "SELECT pg_total_relation_size('sizes') AS all_of_it, pg_indexes_size('sizes') AS indexes",
  );
  await client.end();
  const [all, indexes] = [Number(rows[0].all_of_it), Number(rows[0].indexes)];
  console.log(
    `postgres: ${Math.round(all / copies)} bytes of disk an operator, ${Math.round(indexes / copies)} of them indexes`,
  );
}

async function measureIndex(size: number, backend: Backend): Promise<void> {
  const { vault, index } = indexOn(backend, { staleness: 1000 });
  await vault.open();
  const entry = (n: number): IndexEntry => ({
    id: randomBytes(16).toString("base64url"),
    username: `anna.andersson${n}`,
    name: "Anna Andersson",
    email: `anna.andersson${n}@example.com`,
    at: Date.now(),
  });
  await seedIndex(
    vault,
    Array.from({ length: size }, (_, n) => entry(n)),
  );
  const rss = process.memoryUsage().rss;
  const [[, leaf = ""] = []] = await backend.list("leaf:", undefined, 1);
  const [[, branch = ""] = []] = await backend.list("branch:", undefined, 1);
  const [[, root = ""] = []] = await backend.list("branch:root", undefined, 1);
  console.log(
    `index of ${size}: a leaf ${leaf.length} bytes, a branch ${branch.length}, the root ${root.length}`,
  );
  const query = { search: "", withoutEmail: false, page: 1, size: 25 };
  const search = await took(() => index.page({ ...query, search: "andersson7" }));
  console.log(
    `index of ${size}: a search ${search} ms; memory of the process ${Math.round(rss / 1e6)} MB, after it ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
  );
  await vault.close();
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return Math.round(performance.now() - begun);
}
