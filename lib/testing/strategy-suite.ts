import assert from "node:assert/strict";
import type { Runner } from "./runner.js";
import type { StrategyCase } from "./strategy-case.js";
import { challengeSuite } from "./strategy-challenge.js";
import { enrolmentSuite } from "./strategy-enrolment.js";
import { passwordlessSuite, scriptSuite, severalSuite } from "./strategy-extras.js";
import { consumeSuite, judgeSuite, pictureSuite } from "./strategy-judge.js";
import { wordsSuite } from "./strategy-words.js";

export interface StrategySuiteOptions {
  /** What the tests are called by. Default: the strategy's id. */
  readonly name?: string;
}

/**
 * What core and pages rely on in a strategy, as tests: `strategySuite({ describe, it }, () => ({ strategy: … }))`.
 *
 * @param make the case, anew for each test; called once more to see what there is to be tested
 */
export function strategySuite(
  runner: Runner,
  make: () => StrategyCase,
  options: StrategySuiteOptions = {},
): void {
  const { strategy, once, enrol } = make();
  const { name = `The strategy ${strategy.id}` } = options;

  runner.describe(`${name} keeps the contract of strategies`, () => {
    wordsSuite(runner, strategy);
    judgeSuite(runner, make);
    if (once === "consume") consumeSuite(runner, make);
    if (strategy.challenge !== undefined) challengeSuite(runner, make);
    if (strategy.several !== undefined) severalSuite(runner, make);
    if (strategy.passwordless !== undefined) passwordlessSuite(runner, make);
    if (strategy.script !== undefined) scriptSuite(runner, make);
    if (strategy.picture !== undefined) pictureSuite(runner, make);
    if (strategy.enrol !== undefined && enrol !== undefined) enrolmentSuite(runner, make);

    runner.it(
      "is enrolled, with an enrolment that is tested here, or follows from the operator",
      async () => {
        assert.equal(
          enrol === undefined,
          strategy.enrol === undefined,
          "the case has `enrol` as the strategy has",
        );
        assert.equal(
          strategy.enrol === undefined,
          strategy.derive !== undefined,
          "one of `enrol` and `derive`",
        );
      },
    );

    runner.it("says truly what makes an input good once", async () => {
      if (once === "consume") assert.ok(strategy.consume, "there is `consume`");
      if (once === "challenge")
        assert.ok(strategy.challenge, "there is a challenge, which ends with its answer");
      if (once === "never")
        assert.equal(strategy.factor, "knowledge", "only what somebody knows is good again");
    });
  });
}
