import { expect } from "chai";
import { operatorPassword as password } from "../../support/harness.js";
import { needs } from "../../support/needs.js";
import { type RedisServer, startRedis } from "../../support/redis-server.js";
import { until } from "../../support/until.js";
import { type Cluster, startCluster } from "./cluster.js";

describe("A cluster whose Redis comes back empty", function () {
  this.timeout(120_000);
  let server: RedisServer;
  let cluster: Cluster;
  before(needs("redis-server"));
  before(async () => {
    server = await startRedis();
    cluster = await startCluster(server.url, ["anna"]);
  });
  after(async () => {
    await cluster?.stop();
    await server?.stop();
  });

  it("is closed in each process and for everybody; nobody sets it up anew, and no restart prints a code for it", async () => {
    const anna = cluster.browser();
    await cluster.signIn(anna, "anna");
    const stranger = {
      ...{ username: "mallory", password, email: "mallory@evil.example", acknowledge: true, mode: "email" },
      setupCode: "0000-0000-0000-0000",
    };
    const ways = [
      () => anna.get("/doors"),
      () => anna.get("/mfa/card"),
      () => cluster.browser().post("/mfa/sign-in", { username: "anna", password }),
      () => cluster.browser().post("/mfa/setup", stranger),
    ];
    const statuses = async () => {
      const each = ways.flatMap((way) => Array.from({ length: 6 }, way));
      return [...new Set((await Promise.all(each)).map(({ status }) => status))].sort();
    };
    await server.kill();
    // What each of them has just read it may believe for a second.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await statuses()).filter((status) => status < 400)).to.deep.equal([]);
    await server.start();
    await until(async () => (await cluster.browser().get("/mfa/")).status !== 503, 10_000);
    expect(await statuses(), "401: the code that nobody has").to.deep.equal([401, 503]);
    // What was written meanwhile shows the next start that this is no new system.
    await cluster.restart();
    expect(cluster.said()).to.include("restore a backup of the whole store");
    expect(cluster.said()).to.not.match(/setup code/i);
    expect(await statuses()).to.deep.equal([401, 503]);
  });
});
