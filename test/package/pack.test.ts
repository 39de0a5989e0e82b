import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { publint } from "publint";
import { createEmptyProject, type EmptyProject } from "./empty-project.js";
import { packTarball, root, type Tarball } from "./tarball.js";

const attw = join(root, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");

describe("The packed package", function () {
  this.timeout(60_000);
  let tarball: Tarball;
  let project: EmptyProject;
  before(() => {
    tarball = packTarball();
    project = createEmptyProject(tarball);
  });
  after(() => {
    project?.remove();
    tarball?.remove();
  });

  it("holds what was built, the licence and the papers, and none of the sources or tests", () => {
    expect(tarball.packed).to.include.members(["package.json", "LICENSE", "README.md", "dist/lib/index.js"]);
    const others = tarball.packed.filter(
      (path) => !/^(dist\/|docs\/|package\.json$|[A-Z]+(\.md)?$)/.test(path),
    );
    expect(others).to.deep.equal([]);
  });

  it("leaves publint nothing to say, in its strict mode", async () => {
    expect((await publint({ pkgDir: root, strict: true })).messages).to.deep.equal([]);
  });

  it("has types that are found from ESM and by bundlers, says attw", () => {
    const args = [attw, "--profile", "esm-only", "--format", "ascii", tarball.file];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(status, stdout).to.equal(0);
  });

  it("can be imported by each of its subpaths, with nothing but what it declares", () => {
    const code = `
      import { createRequire } from "node:module";
      const { exports } = createRequire(import.meta.url)("express-mfa/package.json");
      for (const path of Object.keys(exports)) {
        if (!path.endsWith(".json")) await import("express-mfa" + path.slice(1));
      }`;
    const args = ["--input-type=module", "--eval", code];
    const { stderr } = spawnSync(process.execPath, args, { cwd: project.folder, encoding: "utf8" });
    expect(stderr).to.equal("");
  });
});
