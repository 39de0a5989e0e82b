import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { freePort } from "../../support/free-port.js";
import { send } from "../../support/http.js";
import { until } from "../../support/until.js";

const program = fileURLToPath(new URL("../../../examples/gateway/server.ts", import.meta.url));

describe("Starting the gateway", () => {
  it("stands before the app behind: a stranger sees the set-up and nothing else, and it stops when it is told to", async () => {
    let reached = 0;
    const behind = createServer((_req, res) => {
      reached += 1;
      res.end("an old app");
    });
    await new Promise<void>((resolve) => behind.listen(0, "127.0.0.1", resolve));
    const folder = await mkdtemp(join(tmpdir(), "gateway-"));
    const port = await freePort();
    const child = spawn(process.execPath, ["--import=tsx", program], {
      env: {
        ...process.env,
        PORT: String(port),
        UPSTREAM: `http://127.0.0.1:${(behind.address() as AddressInfo).port}`,
        MFA_SECRET: "s".repeat(40),
        DATA_FILE: join(folder, "gateway.sqlite"),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => {
        output += text;
      });
    try {
      await until(() => output.includes("The wall stands") || child.exitCode !== null, 15_000);
      expect(output).to.include("/mfa/setup");
      const ask = (path: string) =>
        send(new URL(path, `http://127.0.0.1:${port}`), { headers: { Host: `localhost:${port}` } });
      expect((await ask("/old")).status).to.equal(401);
      expect((await ask("/mfa/")).json()).to.include({ state: "setup" });
      expect(reached).to.equal(0);
      child.kill("SIGTERM");
      await until(() => child.exitCode !== null, 5000);
      expect(child.exitCode).to.equal(0);
    } finally {
      child.kill("SIGKILL");
      behind.close();
      await rm(folder, { recursive: true, force: true });
    }
  }).timeout(30_000);
});
