import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { type EtcdServer, startEtcd } from "../support/etcd-server.js";
import { freePort } from "../support/free-port.js";
import { type Sent, send } from "../support/http.js";
import { needs } from "../support/needs.js";
import { until } from "../support/until.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Under the checkout, so that packages are found from it. */
async function freshFolder(): Promise<string> {
  await mkdir(join(root, "test/output"), { recursive: true });
  return mkdtemp(join(root, "test/output/docs-"));
}

describe("What the papers show is run:", function () {
  this.timeout(60_000);
  let folder: string;
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    folder = await freshFolder();
  });
  afterEach(async () => {
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    child = undefined;
    await rm(folder, { recursive: true });
  });
  const node = (args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = folder) => {
    const started = spawn(process.execPath, [...args], {
      cwd,
      env: { ...process.env, MFA_SECRET: "s".repeat(40), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    return started;
  };

  it("the mount of the README, server.js: closed to a stranger, set up with the code that it prints, and for this machine only", async () => {
    const shown = await readFile(join(root, "examples/minimal/server.js"), "utf8");
    const port = await freePort();
    await writeFile(join(folder, "server.js"), shown.replaceAll("3000", String(port)));
    const server = node(["server.js"]);
    let said = "";
    for (const stream of [server.stdout, server.stderr])
      stream.on("data", (text) => {
        said += text;
      });
    const ask = (path: string, sent: Sent = {}) =>
      send(new URL(path, `http://127.0.0.1:${port}`), {
        ...sent,
        headers: { Host: `localhost:${port}`, "Content-Type": "application/json", ...sent.headers },
      });
    const answers = () =>
      ask("/mfa/").then(
        () => true,
        () => false,
      );
    await until(answers, 20_000);
    expect(await ask("/net2")).to.have.property("status", 401);
    expect((await ask("/mfa/")).json()).to.have.property("state", "setup");
    expect(said).to.match(/\/mfa\/setup/);
    const elsewhere = await send(new URL(`http://127.0.0.2:${port}/mfa/`)).catch(({ code }) => code);
    expect(elsewhere, "another address of this machine").to.equal("ECONNREFUSED");
    const [setupCode] = /\b\w{4}(-\w{4}){3}\b/.exec(said) ?? [];
    const first = { username: "<i>ella", password: "correct horse battery", acknowledge: true };
    const body = JSON.stringify({ ...first, setupCode, client: "app", mfa: "off", confirmOff: true });
    const done = await ask("/mfa/setup", { method: "POST", body });
    expect(done.status, done.text).to.equal(200);
    const headers = { Authorization: `Bearer ${done.json().token}` };
    const pages = [
      await ask("/net2", { headers }),
      await ask("/net2/doors/%3Ci%3E/open", { method: "POST", headers }),
    ];
    for (const { status, text, headers } of pages) {
      expect([status, text]).to.deep.equal([200, text]);
      expect(text).to.include("<i>");
      expect(headers["content-type"], "what somebody else wrote is no HTML").to.match(
        /^(text\/plain|application\/json)/,
      );
    }
  });

  it("express-mfa.config.js, by the command line that reads it", async () => {
    const shown = await readFile(here("express-mfa.config.js"), "utf8");
    await writeFile(join(folder, "express-mfa.config.js"), shown);
    const first = `
      import { createMfa } from "express-mfa";
      import options from "./express-mfa.config.js";
      const mfa = createMfa({ ...options, initialPolicy: "off" });
      await mfa.ready();
      await mfa.close();`;
    await writeFile(join(folder, "first.js"), first);
    expect(await once(node(["first.js"]), "exit")).to.deep.equal([0, null]);
    const tool = node([join(root, "dist/lib/cli/main.js"), "operators", "list"]);
    const [out, err, [code]] = await Promise.all([text(tool.stdout), text(tool.stderr), once(tool, "exit")]);
    expect({ code, err }, out).to.deep.equal({ code: 0, err: "" });
  });

  /** The last lines of `node --test` count. */
  const suite = async (file: string, env: Readonly<Record<string, string>> = {}) => {
    const tests = node(["--import=tsx", "--test", here(file)], env, root);
    const [out, [code]] = await Promise.all([text(tests.stdout), once(tests, "exit")]);
    expect(code, out).to.equal(0);
    return Number(/^(?:#|ℹ) pass (\d+)$/m.exec(out)?.[1]);
  };

  it("the suite over a strategy, under node:test", async () => {
    expect(await suite("writing/strategy-under-node.ts")).to.be.above(15);
  });

  describe("on etcd", () => {
    let server: EtcdServer;
    before(needs("etcd"));
    before(async () => {
      server = await startEtcd();
    });
    after(() => server?.stop());

    it("the suite over a store, under node:test", async () => {
      expect(await suite("writing/store-under-node.ts", { ETCD_URL: server.url })).to.be.above(20);
    });

    it("strategies and store together, mounted", async () => {
      const { start } = await import("./writing/mounted.js");
      const { MFA_SECRET } = process.env;
      process.env.MFA_SECRET = "s".repeat(40);
      const mfa = start(server.url, "http://127.0.0.1:9/messages");
      if (MFA_SECRET === undefined) delete process.env.MFA_SECRET;
      else process.env.MFA_SECRET = MFA_SECRET;
      await mfa.ready();
      const anna = await mfa.operators.add({ username: "anna", email: "anna@net2.example" });
      expect(anna).to.have.property("username", "anna");
      await mfa.close();
    });
  });
});
