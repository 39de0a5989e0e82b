import { expect } from "chai";
import { createDrift } from "../../lib/health/index.js";

describe("the drift of phones", () => {
  it("is the middle of the operators, once there are five", () => {
    const drift = createDrift();
    for (const [index, ahead] of [-40, 100, -41, -39].entries()) drift.note(`op${index}`, ahead);
    expect(drift.ahead()).to.equal(undefined);
    // The same operator again is no fifth.
    drift.note("op0", -40);
    expect(drift.ahead()).to.equal(undefined);
    drift.note("op4", -38);
    expect(drift.ahead()).to.equal(-39);
  });

  it("counts what an operator's phone said last, and 1,000 operators at most", () => {
    const drift = createDrift();
    for (let index = 0; index < 1000; index += 1) drift.note(`old${index}`, 500);
    expect(drift.ahead()).to.equal(500);
    for (let index = 0; index < 1000; index += 1) drift.note(`new${index}`, 7);
    drift.note("new0", Number.NaN);
    expect(drift.ahead()).to.equal(7);
  });
});
