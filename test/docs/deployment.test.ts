import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { redis } from "../../storage/redis.js";
import { sqlite } from "../../storage/sqlite.js";
import { type Host, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { type RedisServer, startRedis } from "../support/redis-server.js";
import { signInByScript } from "../support/steps.js";

const paper = await readFile(fileURLToPath(new URL("../../docs/deployment.md", import.meta.url)), "utf8");

describe("What docs/deployment.md says of Redis", () => {
  let folder: string;
  let server: RedisServer;
  let host: Host;
  before(needs("redis-server"));
  before(async () => {
    const [, conf = ""] = /```conf\n([\s\S]*?)```/.exec(paper) ?? [];
    folder = await mkdtemp(join(tmpdir(), "express-mfa-conf-"));
    const file = join(folder, "redis.conf");
    await writeFile(file, conf);
    server = await startRedis(["include", file]);
    const url = server.url.replace("redis://", "redis://mfa:a-long-password@");
    host = await startHost({ storage: redis(url), options: { staleness: 0 } });
  });
  after(async () => {
    await host?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("is enough for all that we do, and warns of nothing", async () => {
    await host.addOperator("anna");
    const browser = host.browser();
    expect((await signInByScript(host, browser, "anna")).status).to.equal(200);
    expect((await browser.get("/app")).status).to.equal(200);
    expect((await host.mfa.operators.list()).operators).to.have.length(1);
    await host.mfa.maintenance.afterRestore();
    expect((await browser.get("/app")).status).to.equal(401);
    // What expires, and a lot later the sweep that finds its name.
    await host.backend.swap("try:x", undefined, '{"value":"x","expires":1}', Date.now() + 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await host.backend.sweep(Date.now() + 1000)).to.be.at.least(1);
    expect(await host.backend.risks?.()).to.deep.equal([]);
    expect(host.faults).to.deep.equal([]);
  });

  it("is no more than that: another key and another command are refused", async () => {
    const { createClient } = await import("@keyv/redis");
    const client = createClient({ url: server.url.replace("redis://", "redis://mfa:a-long-password@") });
    client.on("error", () => {});
    await client.connect();
    for (const words of [["GET", "other"], ["CONFIG", "GET", "dir"], ["FLUSHALL"], ["KEYS", "*"]]) {
      const refused = await client.sendCommand(words).then(
        () => "done",
        (error: Error) => error.message,
      );
      expect(refused, words.join(" ")).to.match(/^NOPERM/);
    }
    await client.close();
  });
});

describe("What docs/deployment.md says of SQLite", () => {
  it("makes a backup of a file that is in use, and puts it back", async function () {
    if (spawnSync("sqlite3", ["--version"]).status !== 0) this.skip();
    const folder = await mkdtemp(join(tmpdir(), "express-mfa-backup-"));
    const run = (script: string) => {
      const words = script.replaceAll("/srv/net2/data", folder).replaceAll("/backup/", `${folder}/backup-`);
      const { status, stdout, stderr } = spawnSync("sh", ["-ec", words], { encoding: "utf8" });
      expect(status, stderr).to.equal(0);
      return stdout;
    };
    const blocks = [...paper.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, script = ""]) => script);
    const backup = blocks.find((script) => script.includes(".backup")) ?? "";
    const restore = blocks.find((script) => script.includes("rm -f net2-mfa.sqlite-wal")) ?? "";
    const secret = "s".repeat(40);
    const open = () =>
      startHost({ storage: sqlite(join(folder, "net2-mfa.sqlite")), options: { secret, staleness: 0 } });
    try {
      const host = await open();
      await host.addOperator("anna");
      expect(run(backup)).to.equal("ok\n");
      expect((await stat(join(folder, "backup-net2-mfa.sqlite"))).mode & 0o777).to.equal(0o600);
      await host.addOperator("erik");
      await host.close();
      run(restore.replace("npx express-mfa after-restore", ""));
      const again = await open();
      const { operators } = await again.mfa.operators.list();
      expect(operators.map(({ username }) => username)).to.deep.equal(["anna"]);
      expect(await again.mfa.maintenance.afterRestore()).to.deep.equal({ operators: 1, complete: true });
      await again.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
