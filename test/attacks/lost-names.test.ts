import { randomBytes } from "node:crypto";
import { createClient } from "@keyv/redis";
import { expect } from "chai";
import { redis } from "../../storage/redis.js";
import { type Host, type HostOptions, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { freshRedis } from "../support/stores.js";

describe("A Redis that has dropped some of what it was given, or of which somebody has deleted some", function () {
  this.timeout(30_000);
  before(needs("redis-server"));

  /** A system that was added to with MFA off, and has had it turned on since. */
  async function aYearLater() {
    const url = await freshRedis();
    const options: HostOptions = { mode: "off", options: { secret: randomBytes(32).toString("base64") } };
    const host = await startHost({ ...options, storage: redis(url) });
    await host.addOperator("anna");
    await host.mfa.policy.change({ mode: "email" });
    await host.close();
    const restart = () => startHost({ ...options, storage: redis(url), ready: false });
    const drop = async (...keys: string[]) => {
      const client = createClient({ url });
      await client.connect();
      expect(await client.sendCommand(["DEL", ...keys])).to.equal(keys.length);
      await client.close();
    };
    return { restart, drop };
  }
  const startOf = async (host: Host) => {
    const code = await host.mfa.ready().then(
      () => "ready",
      (error: { code: string }) => error.code,
    );
    const answer = await host
      .browser()
      .post("/mfa/sign-in", { username: "anna", password: "correct horse battery" });
    await host.close();
    return { code, status: answer.status, setups: host.setups.length };
  };

  it("does not start anew, with the policy of its first day, where policy and names are gone and the operators are not", async () => {
    const { restart, drop } = await aYearLater();
    await drop("mfa::system:system", "mfa:::names");
    expect(await startOf(await restart())).to.deep.equal({
      code: "ERR_MFA_DATA_VERSION",
      status: 503,
      setups: 0,
    });
  });

  it("does not start either where the names alone are gone: whoever is on no list could not be found to be ended", async () => {
    const { restart, drop } = await aYearLater();
    await drop("mfa:::names");
    expect(await startOf(await restart())).to.deep.equal({
      code: "ERR_MFA_DATA_VERSION",
      status: 503,
      setups: 0,
    });
  });

  it("is closed where the policy alone is gone", async () => {
    const { restart, drop } = await aYearLater();
    await drop("mfa::system:system");
    expect(await startOf(await restart())).to.deep.equal({ code: "ready", status: 503, setups: 0 });
  });
});
