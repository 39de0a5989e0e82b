import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { freePort } from "../support/free-port.js";
import { send } from "../support/http.js";
import { createEmptyProject, type EmptyProject } from "./empty-project.js";

const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

describe("The packed package", function () {
  this.timeout(60_000);
  let project: EmptyProject;
  before(() => {
    project = createEmptyProject();
  });
  after(() => project?.remove());

  it("holds what was built, the licence and the papers, and none of the sources or tests", () => {
    expect(project.packed).to.include.members(["package.json", "LICENSE", "README.md", "dist/lib/index.js"]);
    const others = project.packed.filter(
      (path) => !/^(dist\/|docs\/|package\.json$|[A-Z]+(\.md)?$)/.test(path),
    );
    expect(others).to.deep.equal([]);
  });

  for (const [way, file] of [
    ["import", "quick-start.mjs"],
    ["require", "quick-start.cjs"],
  ] as const) {
    it(`runs the quick start by ${way}: closed to a stranger, and a way in`, async () => {
      const port = await freePort();
      const environment = { PORT: String(port), DATA_FILE: `${way}.sqlite`, MFA_SECRET: "s".repeat(32) };
      const child = spawn(process.execPath, [file], {
        cwd: project.folder,
        env: { ...process.env, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      child.stderr.on("data", (chunk) => {
        output += chunk;
      });
      try {
        await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
        expect(output).to.equal("");
        const host = { Host: `localhost:${port}` };
        const ask = (path: string) => send(new URL(path, `http://127.0.0.1:${port}`), { headers: host });
        expect(await ask("/net2")).to.have.property("status", 401);
        expect((await ask("/mfa")).json()).to.have.property("state", "sign-in");
      } finally {
        child.kill("SIGKILL");
      }
    });
  }

  it("type-checks in ESM and in CommonJS TypeScript, its own declarations included", () => {
    const { stdout, status } = spawnSync(process.execPath, [tsc, "--project", "tsconfig.json"], {
      cwd: project.folder,
      encoding: "utf8",
    });
    expect(stdout).to.equal("");
    expect(status).to.equal(0);
  });

  it("can be imported by each of its subpaths", () => {
    const code = `
      import { createRequire } from "node:module";
      const { exports } = createRequire(import.meta.url)("express-mfa/package.json");
      for (const path of Object.keys(exports)) {
        if (!path.endsWith(".json")) await import("express-mfa" + path.slice(1));
      }`;
    const args = ["--input-type=module", "--eval", code];
    const { stderr } = spawnSync(process.execPath, args, { cwd: join(project.folder), encoding: "utf8" });
    expect(stderr).to.equal("");
  });
});
