import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import type { Browser } from "../../support/browser.js";
import { needs } from "../../support/needs.js";
import { type PostgresServer, startPostgres } from "../../support/postgres-server.js";
import { freshRedis } from "../../support/stores.js";
import { until } from "../../support/until.js";
import { type Cluster, startCluster } from "./cluster.js";

const people = ["anna", "erik", "karin", "olle", "maja", "nils"];

for (const store of ["redis", "postgres"] as const) {
  describe(`The cluster on ${store}`, function () {
    this.timeout(120_000);
    let server: PostgresServer | undefined;
    let cluster: Cluster;
    let anna: Browser;
    before(needs("redis-server", "postgres"));
    before(async () => {
      if (store === "postgres") server = await startPostgres();
      cluster = await startCluster(server?.url ?? (await freshRedis()), people);
      expect(cluster.child.exitCode, cluster.said()).to.equal(null);
      anna = cluster.browser();
    });
    after(async () => {
      await cluster?.stop();
      await server?.stop();
      expect(cluster?.child.exitCode, cluster?.said()).to.equal(0);
    });

    it("is one: a code that one process was asked for is answered to another, and all three know who is in", async () => {
      const by = await cluster.signIn(anna, "anna");
      expect(new Set(by).size, "each step came to another process").to.equal(3);
      const answers = await Promise.all(Array.from({ length: 9 }, () => anna.get("/doors")));
      expect(answers.map(({ status }) => status)).to.deep.equal(Array(9).fill(200));
      for (const { headers } of answers)
        expect(headers).to.include({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
      expect((await cluster.workers(anna)).size).to.equal(3);
    });

    it("has whoever signs out, or is signed out, out everywhere within the second that staleness allows", async () => {
      const ways = [
        () => anna.post("/mfa/sign-out"),
        async () => {
          const operator = await cluster.mfa.operators.find("anna");
          await cluster.mfa.operators.signOutEverywhere(operator?.id ?? "");
        },
      ];
      for (const end of ways) {
        const cookie = anna.jar.header(new URL(anna.origin));
        const old = () => anna.request("/doors", { headers: { Accept: "application/json", Cookie: cookie } });
        // Held by each process now: this is the session that could be let in once more.
        for (let time = 0; time < 6; time += 1) expect((await old()).status).to.equal(200);
        await end();
        const ended = Date.now();
        await new Promise((resolve) => setTimeout(resolve, 1000));
        const answers = await Promise.all(Array.from({ length: 9 }, old));
        expect(Date.now() - ended).to.be.below(5000);
        expect(answers.map(({ status }) => status)).to.deep.equal(Array(9).fill(401));
        expect(new Set(answers.map(({ headers }) => headers["x-worker"])).size).to.equal(3);
        await cluster.signIn(anna, "anna");
      }
    });

    it("restarts one by one with no request failed: sign-ins, reads and changes go on", async () => {
      const before = await cluster.workers(anna);
      const failed: string[] = [];
      const done = { signIns: 0, requests: 0 };
      let isOver = false;
      const note = (what: string, status: number) => {
        done.requests += 1;
        if (status !== 200) failed.push(`${what}: ${status}`);
      };
      const loop = async (work: () => Promise<void>) => {
        for (let times = 0; !isOver && times < 2000; times += 1)
          await work().catch((error: unknown) => failed.push(String(error)));
      };
      const comesAndGoes = (username: string) => async () => {
        const browser = cluster.browser();
        await cluster.signIn(browser, username);
        note("doors", (await browser.get("/doors")).status);
        note("sign-out", (await browser.post("/mfa/sign-out")).status);
        done.signIns += 1;
      };
      const works = async () => {
        note("doors", (await anna.get("/doors")).status);
        note("open", (await anna.post("/doors/front/open")).status);
      };
      const load = [...people.slice(1, 4).map(comesAndGoes), works, works].map(loop);
      await cluster.restart();
      isOver = true;
      await Promise.all(load);
      expect(failed).to.deep.equal([]);
      expect(done.signIns).to.be.above(5);
      expect(done.requests).to.be.above(100);
      console.log(`      ${done.signIns} sign-ins and ${done.requests} other requests meanwhile`);
      const now = await cluster.workers(anna);
      expect([...now].filter((pid) => before.has(pid))).to.deep.equal([]);
      expect(now.size).to.equal(3);
    });

    it("loses with a process that is killed at most what it had in its hands, and starts another", async () => {
      const reads: number[] = [];
      const changes: number[] = [];
      let isOver = false;
      const loop = async (into: number[], ask: () => Promise<{ readonly status: number }>) => {
        for (let times = 0; !isOver && times < 5000; times += 1) into.push((await ask()).status);
      };
      const load = [
        ...[0, 1].map(() => loop(reads, () => anna.get("/doors"))),
        ...[0, 1].map(() => loop(changes, () => anna.post("/doors/front/open"))),
      ];
      const before = [...(await cluster.workers(anna))];
      for (const pid of before.slice(0, 2)) {
        process.kill(Number(pid), "SIGKILL");
        await until(() => cluster.said().includes(`Worker ${pid} has ended`), 5000);
      }
      await until(async () => (await cluster.workers(anna)).size === 3, 30_000);
      isOver = true;
      await Promise.all(load);
      expect(new Set(reads), "a read is asked again").to.deep.equal(new Set([200]));
      const lost = changes.filter((status) => status !== 200);
      expect(lost.every((status) => status === 502 || status === 503)).to.equal(true);
      // 503 is no loss: it says that nothing was done, and when to come again.
      const cut = lost.filter((status) => status === 502);
      // Of each of the two who make changes, at each of the two deaths: the one under way, and the one that was given to an open
      // connection before its end was known.
      expect(cut.length, `lost with two processes: ${lost}`).to.be.at.most(8);
      const now = await cluster.workers(anna);
      expect([...now].filter((pid) => before.slice(0, 2).includes(pid))).to.deep.equal([]);
    });

    it("goes on as it is where what is new does not start", async () => {
      const before = await cluster.workers(anna);
      const good = await readFile(cluster.secretFile, "utf8");
      await writeFile(cluster.secretFile, "another secret than that of the data, and long enough\n");
      await cluster.restart();
      expect(cluster.said()).to.include("The restart stopped, and the old workers go on");
      expect([...(await cluster.workers(anna))].sort()).to.deep.equal([...before].sort());
      expect((await anna.get("/doors")).status).to.equal(200);
      await writeFile(cluster.secretFile, good);
    });
  });
}
