import { expect } from "chai";
import { inBatches, tally } from "../../races/tally.js";
import { operatorPassword as password } from "../../support/harness.js";
import { needs } from "../../support/needs.js";
import { freshRedis } from "../../support/stores.js";
import { type Cluster, startCluster } from "./cluster.js";

const workers = 4;

describe("Guessing at the cluster", function () {
  this.timeout(120_000);
  let cluster: Cluster;
  before(needs("redis-server"));
  before(async () => {
    cluster = await startCluster(await freshRedis(), ["anna"], workers);
    expect(cluster.child.exitCode, cluster.said()).to.equal(null);
  });
  after(() => cluster?.stop());

  it("has five wrong codes judged of two hundred that come to all processes at once", async () => {
    const browser = cluster.browser();
    expect((await browser.post("/mfa/sign-in", { username: "anna", password })).status).to.equal(200);
    await browser.post("/mfa/challenge/email-otp");
    const right = cluster.smtp.lastCode("anna@net2.example");
    const verify = (code: string) => browser.post("/mfa/challenge/email-otp/verify", { code });
    const wrong = (at: number) => String((Number(right) + 1 + at) % 1_000_000).padStart(6, "0");
    const answers = await Promise.all(Array.from({ length: 200 }, (_, at) => verify(wrong(at))));
    const { ERR_MFA_CODE: judged, ERR_MFA_WAIT: wait = 0, ERR_MFA_STORAGE: late = 0 } = tally(answers);
    expect(judged).to.equal(5);
    // On a machine that has much else to do some do not get their turn in time: 503, and nothing is judged.
    expect(wait + late, JSON.stringify(tally(answers))).to.equal(195);
    expect(new Set(answers.map(({ headers }) => headers["x-worker"])).size).to.equal(workers);
    expect((await verify(right ?? "")).status, "the right one waits as well").to.equal(429);
  });

  it("gives nobody another address for each guess: 20 in each process, whatever they say where they come from", async () => {
    const guess = async (at: number) => {
      const address = `198.51.100.${at}`;
      const lies = { "X-Forwarded-For": address, Forwarded: `for=${address}`, "X-Real-IP": address };
      return cluster
        .browser(lies)
        .post("/mfa/sign-in", { username: `nobody-${at}`, password: "a guess, and a wrong one" });
    };
    const counts = tally(await inBatches(120, 8, guess));
    expect(counts.ERR_MFA_CREDENTIALS, JSON.stringify(counts)).to.be.within(
      20 * workers - 8,
      20 * workers + 8,
    );
    expect(counts.ERR_MFA_WAIT).to.equal(120 - (counts.ERR_MFA_CREDENTIALS ?? 0));
  });
});
