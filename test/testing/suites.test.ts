import { expect } from "chai";
import { type Runner, storageSuite, strategySuite } from "../../lib/testing/index.js";
import { collect, failed, type Ran } from "./broken/collect.js";
import { brokenStores, soundStore } from "./broken/stores.js";
import { brokenStrategies, sound } from "./broken/strategies.js";

interface Given {
  readonly what: string;
  /** What must pass all of it. */
  readonly sound: readonly { readonly name: string; suite(runner: Runner): void }[];
  /** What must not, and the tests that say so. */
  readonly broken: readonly {
    readonly wrong: string;
    readonly red: readonly string[];
    suite(runner: Runner): void;
  }[];
}

const suites: readonly Given[] = [
  {
    what: "strategies",
    sound: sound.map(({ name, make }) => ({ name, suite: (runner) => strategySuite(runner, make) })),
    broken: brokenStrategies.map(({ make, ...rest }) => ({
      ...rest,
      suite: (runner) => strategySuite(runner, make),
    })),
  },
  {
    what: "stores",
    sound: [{ name: soundStore.name, suite: (runner) => storageSuite(runner, soundStore.make) }],
    broken: brokenStores.map(({ make, ...rest }) => ({
      ...rest,
      suite: (runner) => storageSuite(runner, make),
    })),
  },
];

for (const { what, sound, broken } of suites) {
  describe(`The suite of ${what}`, () => {
    let passing: readonly (readonly Ran[])[];
    let failing: readonly (readonly string[])[];
    before(async function () {
      this.timeout(40_000);
      passing = await Promise.all(sound.map(({ suite }) => collect(suite)));
      failing = (await Promise.all(broken.map(({ suite }) => collect(suite)))).map(failed);
    });

    for (const [at, { name }] of sound.entries()) {
      it(`passes ${name}`, () => {
        expect(passing[at]).to.have.length.above(10);
        expect(failed(passing[at] ?? [])).to.deep.equal([]);
      });
    }

    for (const [at, { wrong, red }] of broken.entries()) {
      it(`sees it, by the tests that are for it: ${wrong}`, () => {
        expect(failing[at]).to.include.members([...red]);
      });
    }

    it("has no test that nothing makes red", () => {
      const titles = passing.flat().map(({ title }) => title);
      const red = new Set(broken.flatMap((one) => one.red));
      expect(titles.filter((title) => !red.has(title))).to.deep.equal([]);
    });
  });
}
