import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { createMfa } from "express-mfa";
import { sqlite } from "express-mfa/storage/sqlite";
import { emailOtp, password } from "express-mfa/strategies";
import { Browser } from "../support/browser.js";
import { freePort } from "../support/free-port.js";
import { operatorPassword } from "../support/harness.js";
import { until } from "../support/until.js";

describe("Two workers of node:cluster on one SQLite file", () => {
  let folder: string;
  let child: ChildProcess;
  let browser: Browser;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-cluster-"));
    const [port, file] = [String(await freePort()), join(folder, "mfa.sqlite")];
    const secret = randomBytes(32).toString("base64");
    const mfa = createMfa({
      issuer: "Net2",
      url: `http://localhost:${port}/mfa`,
      secret,
      storage: sqlite(file),
      strategies: [password(), emailOtp()],
      initialPolicy: "off",
    });
    await mfa.ready();
    await mfa.operators.add({ username: "anna", password: operatorPassword });
    await mfa.close();
    child = spawn(
      process.execPath,
      ["--import=tsx", fileURLToPath(new URL("cluster-server.ts", import.meta.url))],
      {
        env: { ...process.env, PORT: port, FILE: file, SECRET: secret },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let output = "";
    child.stdout?.on("data", (text) => {
      output += text;
    });
    await until(() => output.includes("ready"), 15_000);
    browser = new Browser(`http://localhost:${port}`, { via: `http://127.0.0.1:${port}` });
  });
  after(async () => {
    child.kill("SIGTERM");
    await until(() => child.exitCode !== null || child.signalCode !== null, 5000);
    await rm(folder, { recursive: true, force: true });
  });

  /** What each worker answers, by its process id. */
  async function ofEach(): Promise<Map<string, number>> {
    const statuses = new Map<string, number>();
    for (let tries = 0; tries < 40 && statuses.size < 2; tries++) {
      const { headers, status } = await browser.get("/door");
      statuses.set(String(headers["x-worker"]), status);
    }
    return statuses;
  }

  it("are one: who signs in at one is in at both, and who signs out is out at both within a second", async () => {
    const inside = await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(inside.status, inside.text).to.equal(200);
    expect([...(await ofEach()).values()]).to.deep.equal([200, 200]);
    const cookie = browser.jar.header(new URL(browser.origin));
    await browser.post("/mfa/sign-out");
    const old = () => browser.request("/door", { headers: { Cookie: cookie } });
    await until(async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, old));
      return (
        answers.every(({ status }) => status === 401) &&
        new Set(answers.map((a) => a.headers["x-worker"])).size === 2
      );
    }, 2500);
  });
});
