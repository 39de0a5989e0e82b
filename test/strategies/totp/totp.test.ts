import { expect } from "chai";
import type { Json, Services } from "../../../lib/kit/index.js";
import { servicesFor, strategySuite } from "../../../lib/testing/index.js";
import { noon } from "../../../lib/testing/strategy-services.js";
import { totp } from "../../../strategies/index.js";
import { codeOf } from "./code-of.js";

const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const strategy = totp();
const step = Math.floor(noon / 30_000);

function judgeAt(now: number, code: string, lastStep = -1) {
  return strategy.judge(servicesFor(strategy, { now }), { id: "c", own: { secret, lastStep } }, { code });
}

strategySuite(
  { describe, it },
  () => ({
    strategy: totp(),
    once: "consume",
    own: () => ({ secret, lastStep: -1 }),
    right: ({ now }, own) => ({ code: codeOf((own as { secret: string }).secret, Math.floor(now / 30_000)) }),
    enrol: ({ now }, begun) => ({
      code: codeOf((begun as { secret: string }).secret, Math.floor(now / 30_000)),
    }),
  }),
  { name: "TOTP" },
);

describe("TOTP", () => {
  it("takes the step of now, the one before and the one after, and no other", async () => {
    for (const [away, right] of [
      [-2, false],
      [-1, true],
      [0, true],
      [1, true],
      [2, false],
    ] as const) {
      for (const now of [step * 30_000, step * 30_000 + 29_999]) {
        const finding = await judgeAt(now, codeOf(secret, step + away));
        // From the middle of its step: what the phone's clock is ahead by.
        const ahead = Math.round((step + away + 0.5) * 30 - now / 1000);
        expect(finding, `${away} at ${now}`).to.deep.equal(
          right ? { right: true, use: step + away, ahead } : { right: false },
        );
      }
    }
  });

  it("takes a code as people type it, in groups", async () => {
    const code = codeOf(secret, step);
    for (const typed of [
      `${code.slice(0, 3)} ${code.slice(3)}`,
      `${code.slice(0, 3)}-${code.slice(3)}`,
      ` ${code}\n`,
    ]) {
      expect(await judgeAt(noon, typed)).to.include({ right: true, use: step });
    }
  });

  it("accepts a step once for ever, and none before it", () => {
    const own = { secret, lastStep: step };
    expect(strategy.consume?.(own, step)).to.equal(undefined);
    expect(strategy.consume?.(own, step - 1)).to.equal(undefined);
    expect(strategy.consume?.(own, step + 1)).to.deep.equal({ secret, lastStep: step + 1 });
    expect(strategy.consume?.(own, String(step + 1) as Json)).to.equal(undefined);
  });

  it("knows a code that was used from one that is wrong", async () => {
    expect(await judgeAt(noon, codeOf(secret, step), step)).to.include({ right: true, use: step });
    expect(await judgeAt(noon, codeOf(secret, step - 1), step)).to.include({ right: true, use: step - 1 });
    expect(await judgeAt(noon, codeOf(secret, step + 1), step)).to.include({ right: true, use: step + 1 });
    expect(await judgeAt(noon, codeOf(secret, step + 9), step)).to.deep.equal({ right: false });
  });

  it("finds the unused step of a code that two steps share", async () => {
    const [early, late] = [910_737, 910_738]; // the first such pair of this secret
    expect(codeOf(secret, early)).to.equal(codeOf(secret, late));
    const finding = await judgeAt(late * 30_000, codeOf(secret, late), early);
    expect(finding).to.include({ right: true, use: late });
  });

  it("does not throw after the clock stepped back: the code was used, or is wrong", async () => {
    for (const lastStep of [step + 1, step + 2, step + 100_000, Number.MAX_SAFE_INTEGER]) {
      expect(await judgeAt(noon, codeOf(secret, step), lastStep)).to.include({ right: true, use: step });
      expect(await judgeAt(noon, codeOf(secret, step + 5), lastStep)).to.deep.equal({ right: false });
    }
  });

  it("works at the very beginning of time, where there is no step before", async () => {
    expect(await judgeAt(0, codeOf(secret, 0))).to.include({ right: true, use: 0 });
    expect(await judgeAt(0, codeOf(secret, 1), 0)).to.include({ right: true, use: 1 });
  });

  it("reads no clock but the one that it is given", async () => {
    const longAgo = Date.UTC(1999, 0, 1);
    expect((await judgeAt(longAgo, codeOf(secret, Math.floor(longAgo / 30_000)))).right).to.equal(true);
    expect((await judgeAt(longAgo, codeOf(secret, Math.floor(Date.now() / 30_000)))).right).to.equal(false);
  });

  it("makes a secret of 160 bits from the random source that it is given", async () => {
    const asked: number[] = [];
    const bytes = (length: number) => {
      asked.push(length);
      return Buffer.from("12345678901234567890");
    };
    const services: Services = servicesFor(strategy, { random: { bytes, digits: () => "" } });
    expect(await strategy.enrol?.begin(services, [])).to.deep.equal({ secret });
    expect(asked).to.deep.equal([20]);
  });
});
