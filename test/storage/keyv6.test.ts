import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { needs } from "../support/needs.js";
import { hasKeyv6, node24 } from "../tools/keyv6.js";
import { inCi } from "../tools/programs.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const mocha = join(dirname(createRequire(import.meta.url).resolve("mocha/package.json")), "bin/mocha.js");

interface Report {
  readonly stats: { readonly passes: number; readonly pending: number };
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message?: string } }[];
}

describe("Keyv 6 with its adapters, on the Node that they need", function () {
  this.timeout(180_000);
  before(needs("redis-server", "postgres"));
  before(function () {
    if (hasKeyv6()) return;
    if (inCi) throw new Error("Missing: Keyv 6 and Node 24; npm run test:all installs them");
    console.log("    Skipped, missing: Keyv 6 and Node 24 (npm run test:all installs them)");
    this.skip();
  });

  const run = (file: string): Report["stats"] => {
    const args = [mocha, "--exit", "--import=tsx", "--timeout=40000", "--reporter=json"];
    const { stdout, stderr } = spawnSync(node24, [...args, `test/storage/keyv6/${file}`], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
      timeout: 170_000,
    });
    const start = stdout.indexOf('{\n  "stats"');
    expect(start, stderr).to.be.at.least(0);
    const { stats, failures }: Report = JSON.parse(stdout.slice(start));
    expect(failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message}`)).to.deep.equal([]);
    return stats;
  };

  it("keep the contract of storage, each over its own store, and what would lose data is refused", () => {
    const stats = run("suite.ts");
    expect(stats).to.include({ pending: 0 });
    expect(stats.passes).to.be.at.least(150);
  });

  it("count exactly in several processes", () => {
    expect(run("processes.ts")).to.include({ passes: 3, pending: 0 });
  });
});
