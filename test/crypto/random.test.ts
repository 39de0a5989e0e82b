import { expect } from "chai";
import { systemRandom } from "../../lib/crypto/index.js";

describe("systemRandom", () => {
  it("gives bytes and digits of exactly the length that was asked for", () => {
    expect(systemRandom.bytes(20)).to.have.length(20);
    for (let n = 0; n < 200; n += 1) expect(systemRandom.digits(6)).to.match(/^[0-9]{6}$/);
  });

  it("draws every digit about equally often, the first one too", () => {
    // 6,000 draws of 10 digits: each 600 expected, standard deviation 23. Ten of them is no chance.
    const counts = new Map<string, number>();
    for (let n = 0; n < 6000; n += 1) {
      const [digit = ""] = systemRandom.digits(6);
      counts.set(digit, (counts.get(digit) ?? 0) + 1);
    }
    expect([...counts.keys()].sort().join("")).to.equal("0123456789");
    for (const [digit, count] of counts) expect(count, digit).to.be.within(370, 830);
  });
});
