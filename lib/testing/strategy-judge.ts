import assert from "node:assert/strict";
import { altered, malformed } from "./malformed.js";
import type { Runner } from "./runner.js";
import { prepare, type StrategyCase, stored } from "./strategy-case.js";

const wrong = { right: false };

export function judgeSuite({ describe, it }: Runner, make: () => StrategyCase): void {
  describe("judge", () => {
    it("takes the right input, from a credential and a challenge that were stored", async () => {
      const { strategy, services, held, challenge, right } = await prepare(make());
      const finding = await strategy.judge(services, held, right, challenge);
      assert.equal(finding.right, true);
      assert.deepEqual(JSON.parse(JSON.stringify(finding)), finding, "the finding is JSON");
    });

    it("refuses an input of the same shape that is wrong in one character", async () => {
      const { strategy, services, held, challenge, right } = await prepare(make());
      for (const name of Object.keys(right)) {
        const input = { ...right, [name]: altered(right[name] ?? "") };
        assert.deepEqual(await strategy.judge(services, held, input, challenge), wrong, name);
      }
    });

    it("refuses the right input of somebody who is not known", async () => {
      const { strategy, services, challenge, right } = await prepare(make());
      assert.deepEqual(await strategy.judge(services, undefined, right, challenge), wrong);
    });

    it("refuses whatever is malformed, and throws at nothing", async () => {
      const { strategy, services, held, challenge, right } = await prepare(make());
      assert.deepEqual(await strategy.judge(services, held, {}, challenge), wrong, "nothing at all");
      for (const name of Object.keys(right)) {
        for (const text of malformed(right[name] ?? "")) {
          const finding = await strategy.judge(services, held, { ...right, [name]: text }, challenge);
          assert.deepEqual(finding, wrong, `${name}: ${JSON.stringify(text.slice(0, 40))}`);
        }
      }
    });

    it("finds the same for any number at once", async () => {
      const { strategy, services, held, challenge, right } = await prepare(make());
      const judge = () => strategy.judge(services, held, right, challenge);
      const [first, ...others] = await Promise.all(Array.from({ length: 10 }, judge));
      assert.equal(first?.right, true);
      for (const finding of others) assert.deepEqual(finding, first);
    });
  });
}

export function consumeSuite({ describe, it }: Runner, make: () => StrategyCase): void {
  const judged = async () => {
    const prepared = await prepare(make());
    const { strategy, services, held, right, challenge } = prepared;
    const finding = await strategy.judge(services, held, right, challenge);
    assert.ok(finding.right && finding.use !== undefined, "`use` says what is used up");
    const { consume } = strategy;
    assert.ok(consume, "there is `consume`");
    return { ...prepared, consume: consume.bind(strategy), use: stored(finding.use) };
  };

  describe("consume", () => {
    it("is pure: the same answer twice, at once, and nothing changed in what it was given", async () => {
      const { consume, held, use } = await judged(); // both frozen: a write to them throws
      const first = consume(held.own, use);
      assert.notEqual(first, undefined, "it takes what is used for the first time");
      assert.deepEqual(JSON.parse(JSON.stringify(first)), first, "the credential is JSON");
      assert.deepEqual(consume(held.own, use), first);
    });

    it("refuses what was used already", async () => {
      const { strategy, services, held, right, challenge, consume, use } = await judged();
      const own = stored(consume(held.own, use) ?? null);
      assert.equal(consume(own, use), undefined);
      const again = await strategy.judge(services, { ...held, own }, right, challenge);
      if (again.right) assert.equal(consume(own, again.use ?? null), undefined);
    });
  });
}

export function pictureSuite({ it }: Runner, make: () => StrategyCase): void {
  it("draws a picture of the type that is asked for", async () => {
    const { strategy, services, held } = await prepare(make());
    const svg = await strategy.picture?.(services, held.own, "svg");
    assert.match(String(svg), /^\s*<svg[\s\S]*<\/svg>\s*$/);
    const png = await strategy.picture?.(services, held.own, "png");
    assert.equal(png?.subarray(1, 4).toString(), "PNG");
  });
}
