import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { collect, failed } from "./broken/collect.js";
import { everyCase } from "./broken/every-case.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const reporter = new URL("./broken/node-reporter.js", import.meta.url).href;
const file = (name: string) => fileURLToPath(new URL(`./broken/${name}.ts`, import.meta.url));

const runners: Readonly<Record<string, readonly string[]>> = {
  mocha: ["node_modules/mocha/bin/mocha.js", "--reporter=json", "--timeout=40000", file("with-mocha")],
  "node:test": ["--test", `--test-reporter=${reporter}`, file("with-node")],
};

interface Report {
  readonly passes: readonly { readonly title: string }[];
  readonly failures: readonly { readonly title: string }[];
}

/** The sound and the broken ones together, under real runners: each must find what a plain loop over the tests finds. */
describe("The suites, by the runner", function () {
  this.timeout(120_000);

  for (const [name, args] of Object.entries(runners)) {
    it(name, async () => {
      const child = spawn(process.execPath, ["--import=tsx", ...args], {
        cwd: root,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [ran, output, [code]] = await Promise.all([
        collect(everyCase),
        text(child.stdout),
        once(child, "exit"),
      ]);
      const { passes, failures }: Report = JSON.parse(output);
      const red = failed(ran);
      expect(red).to.have.length.above(50);
      expect(failures.map(({ title }) => title).sort()).to.deep.equal([...red].sort());
      expect(passes).to.have.length(ran.length - red.length);
      expect(code, "the run as a whole has failed").to.not.equal(0);
    });
  }
});
