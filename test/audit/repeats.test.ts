import { expect } from "chai";
import { createRepeats } from "../../lib/audit/repeats.js";
import type { AuditEntry } from "../../lib/contract/index.js";
import { createTestClock } from "../support/test-clock.js";

describe("what repeats in the audit", () => {
  const start = () => {
    const clock = createTestClock();
    const told: AuditEntry[] = [];
    const repeats = createRepeats({ clock: clock.now, tell: (entry) => told.push(entry) });
    const counts = () => told.map(({ type, count = 1 }) => `${type} ${count}`);
    return {
      clock,
      told,
      repeats,
      counts,
      tell: (key: string) => repeats.note(key, { type: "name-unknown", address: key } as AuditEntry),
    };
  };

  it("gets a line for the first, and one for all others of the minute", () => {
    const { clock, repeats, counts, tell } = start();
    for (let time = 0; time < 10; time += 1) tell("a");
    expect(counts()).to.deep.equal(["name-unknown 1"]);
    clock.advance(60_000);
    tell("a");
    expect(counts()).to.deep.equal(["name-unknown 1", "name-unknown 9", "name-unknown 1"]);
    repeats.close();
  });

  it("tells what it has counted when it is closed", () => {
    const { repeats, counts, tell } = start();
    for (let time = 0; time < 3; time += 1) tell("a");
    repeats.close();
    expect(counts()).to.deep.equal(["name-unknown 1", "name-unknown 2"]);
  });

  it("has lines apart for what is known of operators, and for each kind", () => {
    const { told, repeats, tell } = start();
    for (let key = 0; key < 500; key += 1) tell(`a${key}`);
    const before = told.length;
    repeats.note("x", { type: "invitation-wrong" });
    repeats.note("y", { type: "name-unknown", operator: { id: "op" } });
    expect(told.slice(before).map(({ type, operator }) => `${type} ${operator?.id ?? ""}`)).to.deep.equal([
      "invitation-wrong ",
      "name-unknown op",
    ]);
    repeats.close();
  });

  it("counts by kind alone where more keys come than there are lines for: 100 at once, 10 a minute", () => {
    const { clock, told, repeats, tell } = start();
    for (let key = 0; key < 5000; key += 1) tell(`a${key}`);
    expect(told).to.have.length(101);
    clock.advance(60_000);
    for (let key = 0; key < 5000; key += 1) tell(`b${key}`);
    // Ten more, and the one that counts the rest, and what it had counted before.
    expect(told.length).to.be.within(111, 113);
    repeats.close();
    const all = told.reduce((sum, { count = 1 }) => sum + count, 0);
    expect(all, "none is forgotten").to.equal(10_000);
  });
});
