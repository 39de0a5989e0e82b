import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { createMfa } from "express-mfa";
import { redis } from "express-mfa/storage/redis";
import { emailOtp, password, recoveryCode, totp } from "express-mfa/strategies";
import { needs } from "../../support/needs.js";
import { freshRedis } from "../../support/stores.js";
import { type Cluster, startCluster } from "./cluster.js";

describe("A new secret for the cluster", function () {
  this.timeout(180_000);
  let cluster: Cluster;
  before(needs("redis-server"));
  after(() => cluster?.stop());

  it("comes in by three rolling restarts and one reseal; who is in stays in, and the old one opens nothing more", async () => {
    const url = await freshRedis();
    cluster = await startCluster(url, ["anna"], 2);
    const anna = cluster.browser();
    await cluster.signIn(anna, "anna");
    const old = (await readFile(cluster.secretFile, "utf8")).trim();
    const fresh = "n".repeat(40);
    const deploy = async (...secrets: string[]) => {
      await writeFile(cluster.secretFile, secrets.join("\n"));
      await cluster.restart();
      const answers = await Promise.all(Array.from({ length: 6 }, () => anna.get("/doors")));
      expect(answers.map(({ status }) => status)).to.deep.equal(Array(6).fill(200));
    };
    const beside = (secret: string | string[]) =>
      createMfa({
        issuer: "Net2",
        url: `${anna.origin}/mfa`,
        secret,
        storage: redis(url),
        strategies: [password(), emailOtp(), totp(), recoveryCode()],
      });
    await deploy(old, fresh);
    await deploy(fresh, old);
    const tool = beside([fresh, old]);
    await tool.ready({ beside: true });
    expect(await tool.maintenance.reseal()).to.include({ complete: true });
    await tool.close();
    await deploy(fresh);
    const late = beside(old);
    const refused = await late.ready({ beside: true }).catch((error: { code: string }) => error.code);
    expect(refused).to.equal("ERR_MFA_SECRET");
    await late.close().catch(() => {});
  });
});
