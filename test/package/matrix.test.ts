import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { drive } from "./drive.js";
import { type InstalledProject, installProject, sizeOf } from "./installed-project.js";
import { majors, nodeOf } from "./nodes.js";
import { packTarball, root, type Tarball } from "./tarball.js";

/** Of the package with all that comes along, without Express, which hosts have. */
const mostMegabytes = 32;
/** From the start of the process until it is ready, Express and one operator's first password included: the best of four. */
const mostMilliseconds = 2000;

const expresses = [4, 5] as const;
/** The oldest that knows an ESM package from CommonJS, and today's. */
const typescripts = ["5.8", "7"] as const;
/** The ways of resolving that find it from CommonJS: as Node does, and as bundlers do. */
const ways = [["nodenext"], ["preserve", "--moduleResolution", "bundler"]] as const;

describe("The package in real hosts", function () {
  this.timeout(180_000);
  const projects = new Map<number, InstalledProject>();
  let tarball: Tarball;
  const of = (express: number): InstalledProject => {
    const found = projects.get(express);
    if (found === undefined) throw new Error(`nothing is installed for Express ${express}`);
    return found;
  };
  before(() => {
    tarball = packTarball();
    for (const express of expresses) {
      const types = [`@types/express@${express}`, "@types/node@20"];
      projects.set(express, installProject([tarball.file, `express@${express}`, ...types]));
    }
  });
  after(() => {
    for (const project of projects.values()) project.remove();
    tarball?.remove();
  });

  for (const major of majors) {
    describe(`Node ${major}`, () => {
      const ready: number[] = [];
      for (const express of expresses) {
        for (const [way, file] of [
          ["import", "host.mjs"],
          ["require", "host.cjs"],
        ] as const) {
          it(`Express ${express} by ${way}, in memory`, async () => {
            ready.push(await drive({ program: nodeOf(major), folder: of(express).folder, file }));
          });
        }
      }

      it("is ready soon after the process has started", () => {
        const best = Math.min(...ready);
        console.log(`        ready after ${Math.round(best)} ms`);
        expect(best).to.be.below(mostMilliseconds);
      });
    });
  }

  describe("type-checks, from ESM and CommonJS, its own declarations included,", () => {
    let compilers: InstalledProject;
    before(() => {
      const aliases = typescripts.map((version) => `typescript-${version}@npm:typescript@${version}`);
      compilers = installProject(aliases);
    });
    after(() => compilers?.remove());

    for (const express of expresses) {
      for (const version of typescripts) {
        for (const way of ways) {
          it(`with TypeScript ${version}, module ${way[0]}, and the types of Express ${express}`, () => {
            const tsc = join(compilers.folder, "node_modules", `typescript-${version}`, "bin", "tsc");
            const project = join(of(express).folder, "tsconfig.json");
            const args = [tsc, "--project", project, "--module", ...way];
            expect(spawnSync(process.execPath, args, { encoding: "utf8" }).stdout).to.equal("");
          });
        }
      }
    }
  });

  it("runs no script when it is installed", () => {
    expect(of(5).withScripts).to.deep.equal([]);
  });

  it("stays small", () => {
    const alone = installProject([tarball.file]);
    try {
      const megabytes = sizeOf(join(alone.folder, "node_modules")) / 1e6;
      console.log(`      ${megabytes.toFixed(1)} MB, installed in ${(alone.took / 1000).toFixed(1)} s`);
      expect(megabytes).to.be.below(mostMegabytes);
    } finally {
      alone.remove();
    }
  });

  describe("on SQLite", () => {
    const peers = ["@keyv/sqlite", "sqlite3"];
    let project: InstalledProject;
    before(() => {
      project = installProject([tarball.file, "express@5", "@keyv/sqlite@4"]);
      // What compiling it gives, from the checkout: it takes more than a minute, and is measured by `npm run install-cost`.
      for (const peer of peers) {
        const from = join(root, "node_modules", peer);
        cpSync(from, join(project.folder, "node_modules", peer), { recursive: true, force: true });
      }
    });
    after(() => project?.remove());

    for (const major of majors) {
      it(`Node ${major}`, async () => {
        const dataFile = join(project.folder, `node-${major}.sqlite`);
        await drive({ program: nodeOf(major), folder: project.folder, file: "host.mjs", dataFile });
      });
    }
  });
});
