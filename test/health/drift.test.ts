import { expect } from "chai";
import { createDrift } from "../../lib/health/index.js";

describe("drift", () => {
  it("is the middle of the last code of each operator, once there are five", () => {
    const drift = createDrift();
    for (let number = 0; number < 4; number += 1) drift.note(`op${number}`, 30);
    drift.note("op0", 30);
    expect(drift.read()).to.equal(undefined);
    drift.note("op4", -400);
    expect(drift.read()).to.deep.equal({ ahead: 30, operators: 5 });
    for (let number = 0; number < 4; number += 1) drift.note(`op${number}`, 0);
    expect(drift.read()).to.deep.equal({ ahead: 0, operators: 5 });
  });

  it("keeps the last thousand only", () => {
    const drift = createDrift();
    for (let number = 0; number < 1200; number += 1) drift.note(`op${number}`, number);
    expect(drift.read()).to.deep.equal({ ahead: (200 + 1199) / 2, operators: 1000 });
  });
});
