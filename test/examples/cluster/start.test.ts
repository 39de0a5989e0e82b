import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect } from "chai";
import { Browser } from "../../support/browser.js";
import { freePort } from "../../support/free-port.js";
import { needs } from "../../support/needs.js";
import { until } from "../../support/until.js";
import { startMain } from "./cluster.js";

const ours = () => readdirSync(tmpdir()).filter((name) => name.startsWith("example-cluster-"));

describe("Starting the cluster", function () {
  this.timeout(90_000);

  for (const store of ["redis", "postgres"]) {
    it(`takes one command: a ${store} of its own, operators, their mail in the terminal; and nothing is left at the end`, async function () {
      needs(store === "redis" ? "redis-server" : "postgres").call(this);
      const before = ours();
      const port = await freePort();
      const { child, said } = startMain({ PORT: String(port), WORKERS: "2", STORE: store });
      try {
        await until(() => said().includes("kill -HUP") || child.exitCode !== null, 60_000);
        expect(said()).to.include(`2 workers on its own ${store}`);
        const password = /password (\S+);/.exec(said())?.[1];
        const browser = new Browser(`http://localhost:${port}`, { via: `http://127.0.0.1:${port}` });
        expect((await browser.post("/mfa/sign-in", { username: "anna", password })).status).to.equal(200);
        await browser.post("/mfa/challenge/email-otp");
        const code = /Mail to anna@net2\.example[\s\S]*?\b(\d{3}) ?(\d{3})\b/;
        await until(() => code.test(said()), 5000);
        const [, ...digits] = code.exec(said()) ?? [];
        const answer = await browser.post("/mfa/challenge/email-otp/verify", { code: digits.join("") });
        expect(answer.status, answer.text).to.equal(200);
        expect((await browser.get("/doors")).json()).to.include({ operator: "anna" });
        child.kill("SIGTERM");
        await until(() => child.exitCode !== null, 15_000);
        expect([child.exitCode, ours()]).to.deep.equal([0, before]);
      } finally {
        child.kill("SIGTERM");
        await until(() => child.exitCode !== null || child.signalCode !== null, 15_000);
        child.kill("SIGKILL");
      }
    });
  }

  /** Where it ends by itself: what it says last. */
  async function refusal(env: NodeJS.ProcessEnv): Promise<string> {
    const { child, said } = startMain({ PORT: String(await freePort()), ...env });
    await until(() => child.exitCode !== null, 30_000);
    child.kill("SIGKILL");
    expect(child.exitCode, said()).to.equal(1);
    return said();
  }

  it("says what to install, or to give, where no server is here", async () => {
    const said = await refusal({ PATH: "", STORE: "redis" });
    expect(said.trim()).to.equal(
      "No redis server is installed: apt-get install redis-server, or give the URL of one in STORAGE_URL",
    );
  });

  it("says what is wrong with a setting, in one line", async () => {
    for (const [env, words] of [
      [{ WORKERS: "many" }, /^WORKERS is "many"/],
      [{ STORE: "mysql" }, /^STORE is "mysql"/],
      [{ STORAGE_URL: "http://x" }, /^STORAGE_URL begins with/],
      [{ STORAGE_URL: "redis://127.0.0.1:1" }, /^STORAGE_URL needs SECRET_FILE/],
    ] as const) {
      const said = await refusal(env);
      expect(said).to.match(words);
      expect(said.trim().split("\n")).to.have.length(1);
    }
  });
});
