import { expect } from "chai";
import pg from "pg";
import type { Backend } from "../../lib/contract/index.js";
import { wrap } from "../../lib/store-kit/index.js";
import { postgres } from "../../storage/postgres.js";
import { redis } from "../../storage/redis.js";
import { createTool } from "../cli/tool.js";
import { startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { startRedis } from "../support/redis-server.js";
import { signInByScript } from "../support/steps.js";
import { freshPostgres, freshRedis } from "../support/stores.js";

const risksOf = async (backend: Backend) => {
  await backend.open();
  const risks = (await backend.risks?.()) ?? [];
  await backend.close();
  return risks;
};

describe("What a server is set to that may lose data is told, with the cure", function () {
  this.timeout(30_000);
  before(needs("redis-server", "postgres"));

  it("Redis that drops what it has when its memory is full, and that keeps nothing on the disk", async () => {
    const server = await startRedis(["maxmemory", "100mb"], ["maxmemory-policy", "allkeys-lru"]);
    const risks = await risksOf(redis(server.url));
    await server.stop();
    expect(risks).to.have.length(2);
    expect(risks[0]).to.include("maxmemory-policy noeviction (it is allkeys-lru)");
    expect(risks[1]).to.include("appendonly yes");
  });

  it("so do health, to engineers, and doctor", async () => {
    const server = await startRedis(["maxmemory", "100mb"], ["maxmemory-policy", "allkeys-lru"]);
    const tool = createTool("smtp://127.0.0.1:1");
    const module = JSON.stringify(new URL("../../dist/storage/redis.js", import.meta.url).href);
    tool.configure(`storage: (await import(${module})).redis("${server.url}"),`);
    const host = await startHost({ storage: redis(server.url), options: { secret: tool.secrets } });
    await host.addOperator("ella", { role: "engineer" });
    const engineer = host.browser();
    await signInByScript(host, engineer, "ella");
    const { health } = (await engineer.get("/mfa/health")).json() as { health: { storage: object } };
    const { out, err } = await tool.run("doctor");
    await host.close();
    await server.stop();
    tool.remove();
    expect(health.storage).to.include({ level: "warning" });
    expect(health.storage).to.have.property("detail").that.includes("noeviction").and.includes("appendonly");
    expect(out, err).to.match(/^warning +Storage: .*noeviction .*appendonly/m);
  });

  it("nothing of one that is set well", async () => {
    expect(await risksOf(redis(await freshRedis()))).to.deep.equal([]);
  });

  it("PostgreSQL that does not wait for the disk", async () => {
    const { url, table } = await freshPostgres();
    expect((await risksOf(postgres(url, { table })))[0]).to.include("set fsync on");
  });
});

describe("The connections of the helpers", function () {
  this.timeout(30_000);
  before(needs("redis-server", "postgres"));

  it("of redis(url) keep nothing for later: what failed while the server was away is not done when it is back", async () => {
    const server = await startRedis();
    const backend = redis(server.url);
    await backend.open();
    await server.kill();
    const begun = performance.now();
    const failed = await Promise.all(
      ["op:1", "op:2"].map((key) =>
        backend.swap(key, undefined, wrap("late")).then(
          () => false,
          () => true,
        ),
      ),
    );
    expect(failed).to.deep.equal([true, true]);
    expect(performance.now() - begun).to.be.below(3500);
    await server.start();
    for (let tries = 0, back = false; !back && tries < 100; tries += 1) {
      back = await backend.read(["op:1"]).then(
        () => true,
        () => new Promise<false>((resolve) => setTimeout(resolve, 100, false)),
      );
    }
    expect(await backend.read(["op:1", "op:2"])).to.deep.equal([undefined, undefined]);
    await backend.close();
    await server.stop();
  });

  it("of postgres(url) are as many as it was told at most, however many ask", async () => {
    const { url, table } = await freshPostgres();
    const backend = postgres(url, { table, max: 3 });
    await backend.open();
    const [before] = await connections(url);
    await Promise.all(Array.from({ length: 60 }, (_, n) => backend.swap(`op:${n}`, undefined, wrap("x"))));
    const [after] = await connections(url);
    expect((after ?? 0) - (before ?? 0)).to.be.within(1, 2);
    await backend.close();
  });

  for (const [name, make] of Object.entries({
    redis: async () => redis(await freshRedis()),
    postgres: async () => {
      const { url, table } = await freshPostgres();
      return postgres(url, { table });
    },
  })) {
    it(`of ${name}(url) let a process end when they are closed, twice too`, async () => {
      const backend = await make();
      await backend.open();
      await backend.close();
      await backend.close();
      const answer = await Promise.resolve()
        .then(() => backend.read(["op:1"]))
        .then(
          () => "answered",
          () => "ended",
        );
      expect(answer).to.equal("ended");
    });
  }
});

async function connections(url: string): Promise<readonly number[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  );
  await client.end();
  return rows.map(({ n }) => n);
}
