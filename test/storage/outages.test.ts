import { expect } from "chai";
import pg from "pg";
import type { Backend } from "../../lib/contract/index.js";
import { MfaError } from "../../lib/errors/index.js";
import { countTo } from "../../lib/testing/index.js";
import { postgres } from "../../storage/postgres.js";
import { redis } from "../../storage/redis.js";
import type { Browser } from "../support/browser.js";
import { type Host, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { startPostgres } from "../support/postgres-server.js";
import type { RealServer } from "../support/real-server.js";
import { startRedis } from "../support/redis-server.js";
import { signInByMail } from "../support/steps.js";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.js";
import { until } from "../support/until.js";

const open = (name: string, port: number): Backend =>
  name === "redis"
    ? redis(`redis://127.0.0.1:${port}`)
    : postgres(`postgres://postgres:x@127.0.0.1:${port}/postgres`);

const servers: Readonly<Record<string, () => Promise<RealServer>>> = {
  redis: () => startRedis(["appendonly", "yes"]),
  postgres: startPostgres,
};

for (const [name, start] of Object.entries(servers)) {
  describe(`When the ${name} server`, function () {
    this.timeout(60_000);
    let server: RealServer;
    let host: Host;
    let browser: Browser;
    before(needs("redis-server", "postgres"));
    before(async () => {
      server = await start();
      host = await startHost({ storage: open(name, server.port), options: { staleness: 0 } });
      await host.addOperator("anna");
      browser = host.browser();
      await signInByMail(host, browser, "anna");
      expect(await status()).to.equal(200);
    });
    after(async () => {
      await host?.close();
      await server?.stop();
    });

    const status = async () => (await browser.get("/app")).status;
    const isBack = () => until(async () => (await status()) === 200, 15_000);

    it("stops and goes on: nobody is in meanwhile, and all who were in are so again", async () => {
      server.freeze();
      const begun = Date.now();
      expect(await status()).to.equal(503);
      expect(Date.now() - begun).to.be.below(2500);
      expect((await host.browser().post("/mfa/sign-in", { username: "x", password: "y" })).status).to.equal(
        503,
      );
      server.thaw();
      await isBack();
      expect(await status()).to.equal(200);
    });

    it("is killed and started again: the same, and the process lives", async () => {
      await server.kill();
      expect(await status()).to.equal(503);
      expect((await host.browser().get("/mfa/")).status).to.equal(503);
      await server.start();
      await isBack();
      expect(await status()).to.equal(200);
    });

    it("ends every connection that waits: the next request has another", async () => {
      await endConnections(name, server.port);
      await isBack();
      expect(await status()).to.equal(200);
    });
  });

  describe(`On the way to the ${name} server`, function () {
    this.timeout(60_000);
    let server: RealServer;
    let proxy: TcpProxy;
    let backend: Backend;
    before(needs("redis-server", "postgres"));
    before(async () => {
      server = await start();
      proxy = await startTcpProxy(server.port);
      backend = open(name, proxy.port);
      await backend.open();
    });
    after(async () => {
      await backend?.close();
      await proxy?.close();
      await server?.stop();
    });
    const works = () =>
      backend.read(["x"]).then(
        () => true,
        () => false,
      );

    it("the connection is cut in the middle of a swap: it throws, and what was told is there", async () => {
      let told = 0;
      let failed = 0;
      for (let n = 0; n < 12; n += 1) {
        await until(works, 10_000);
        proxy.mode = n % 3 === 0 ? "cut" : "pass";
        const count = await countTo(1, backend).catch((error: unknown) => error);
        proxy.mode = "pass";
        if (typeof count === "number") told = count;
        else failed += count instanceof MfaError && count.code === "ERR_MFA_STORAGE" ? 1 : Number.NaN;
      }
      expect(failed).to.equal(4);
      await until(works, 10_000);
      const last = (await countTo(1, backend)) ?? 0;
      expect(last)
        .to.be.at.least(told + 1)
        .and.at.most(13);
    });

    it("nothing gets through any more, and nothing says so: within 10 s there is another connection", async () => {
      proxy.mode = "void";
      const dead = works();
      await new Promise((resolve) => setTimeout(resolve, 4500));
      // What hung on the old connection is over; a new one would get through.
      proxy.mode = "pass";
      expect(await dead).to.equal(false);
      await until(works, 10_000);
      expect(await works()).to.equal(true);
    });
  });
}

/** As somebody makes a new, empty database in place of the one that was there. */
async function emptied(port: number): Promise<void> {
  const client = new pg.Client(`postgres://postgres:x@127.0.0.1:${port}/postgres`);
  await client.connect();
  await client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  await client.end();
}

const forgetful: Readonly<Record<string, readonly [() => Promise<RealServer>, typeof emptied?]>> = {
  redis: [startRedis],
  postgres: [startPostgres, emptied],
};

for (const [name, [start, empty]] of Object.entries(forgetful)) {
  describe(`A ${name} server that comes back empty`, function () {
    this.timeout(60_000);
    before(needs("redis-server", "postgres"));

    it("lets nobody in, neither with what they had nor with a password alone", async () => {
      const server = await start();
      const host = await startHost({ storage: open(name, server.port), options: { staleness: 0 } });
      await host.addOperator("anna");
      const browser = host.browser();
      await signInByMail(host, browser, "anna");
      expect((await browser.get("/app")).status).to.equal(200);
      await server.kill();
      await server.start();
      await empty?.(server.port);
      const status = async () => (await browser.get("/app")).status;
      if (empty === undefined) await until(async () => (await status()) !== 503, 5000);
      for (const anybody of [browser, host.browser()]) {
        expect((await anybody.get("/app")).status).not.to.equal(200);
        const signIn = await anybody.post("/mfa/sign-in", {
          username: "anna",
          password: "correct horse battery",
        });
        expect(signIn.status).to.be.at.least(400);
        expect((await anybody.get("/app")).status).not.to.equal(200);
      }
      await host.close();
      await server.stop();
    });
  });
}

async function endConnections(name: string, port: number): Promise<void> {
  if (name === "redis") {
    const { createClient } = await import("@keyv/redis");
    const client = createClient({ url: `redis://127.0.0.1:${port}` });
    await client.connect();
    await client.sendCommand(["CLIENT", "KILL", "TYPE", "normal"]);
    await client.close();
    return;
  }
  const client = new pg.Client(`postgres://postgres:x@127.0.0.1:${port}/postgres`);
  await client.connect();
  await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
  await client.end();
}
