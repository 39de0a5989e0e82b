import { expect } from "chai";
import { altered, malformed } from "./malformed.js";
import { prepare, type StrategyCase, stored } from "./strategy-case.js";
import { enrolmentSuite } from "./strategy-enrolment.js";
import { passwordlessSuite, scriptSuite, severalSuite } from "./strategy-extras.js";
import { wordsSuite } from "./strategy-words.js";

/** What core and HTTP rely on. Each strategy runs it, a third party's as well: `strategySuite("A printed list", setUp)`. */
export function strategySuite(name: string, setUp: () => StrategyCase): void {
  const { strategy, once, enrol } = setUp();

  describe(`${name} keeps the contract of strategies`, () => {
    wordsSuite(strategy);
    judgeSuite(setUp);
    if (once === "consume") consumeSuite(setUp);
    if (strategy.challenge !== undefined) challengeSuite(setUp);
    if (strategy.several !== undefined) severalSuite(setUp);
    if (strategy.passwordless !== undefined) passwordlessSuite(setUp);
    if (strategy.script !== undefined) scriptSuite(setUp);
    if (strategy.picture !== undefined) pictureSuite(setUp);
    if (strategy.enrol !== undefined) enrolmentSuite(setUp);

    it("is enrolled, with an enrolment that is tested here, or follows from the operator", () => {
      expect(enrol === undefined).to.equal(strategy.enrol === undefined);
      expect(strategy.enrol === undefined).to.equal(strategy.derive !== undefined);
    });
  });
}

function judgeSuite(setUp: () => StrategyCase): void {
  describe("judge", () => {
    it("takes the right input, from a credential and a challenge that were stored", async () => {
      const { strategy, services, held, challenge, right } = await prepare(setUp());
      const finding = await strategy.judge(services, held, right, challenge);
      expect(finding).to.include({ right: true });
      expect(stored(finding)).to.deep.equal(finding);
    });

    it("refuses an input of the same shape that is wrong in one character", async () => {
      const { strategy, services, held, challenge, right } = await prepare(setUp());
      for (const name of Object.keys(right)) {
        const input = { ...right, [name]: altered(right[name] ?? "") };
        expect(await strategy.judge(services, held, input, challenge)).to.deep.equal({ right: false });
      }
    });

    it("refuses the right input of somebody who is not known", async () => {
      const { strategy, services, challenge, right } = await prepare(setUp());
      expect(await strategy.judge(services, undefined, right, challenge)).to.deep.equal({ right: false });
    });

    it("refuses whatever is malformed, and throws at nothing", async () => {
      const { strategy, services, held, challenge, right } = await prepare(setUp());
      expect(await strategy.judge(services, held, {}, challenge)).to.deep.equal({ right: false });
      for (const name of Object.keys(right)) {
        for (const text of malformed(right[name] ?? "")) {
          const finding = await strategy.judge(services, held, { ...right, [name]: text }, challenge);
          expect(finding, JSON.stringify(text.slice(0, 40))).to.deep.equal({ right: false });
        }
      }
    });

    it("finds the same for any number at once", async () => {
      const { strategy, services, held, challenge, right } = await prepare(setUp());
      const judge = () => strategy.judge(services, held, right, challenge);
      const [first, ...others] = await Promise.all(Array.from({ length: 10 }, judge));
      expect(first).to.include({ right: true });
      for (const finding of others) expect(finding).to.deep.equal(first);
    });
  });
}

function consumeSuite(setUp: () => StrategyCase): void {
  const judged = async () => {
    const prepared = await prepare(setUp());
    const { strategy, services, held, right, challenge } = prepared;
    const finding = await strategy.judge(services, held, right, challenge);
    if (!finding.right || finding.use === undefined) throw new Error("nothing says what is used up");
    return { ...prepared, use: stored(finding.use) };
  };

  describe("consume", () => {
    it("is pure: the same answer twice, and nothing changed in what it was given", async () => {
      const { strategy, held, use } = await judged(); // both frozen: a write to them throws
      const first = strategy.consume?.(held.own, use);
      expect(first).to.not.equal(undefined);
      expect(strategy.consume?.(held.own, use)).to.deep.equal(first);
      expect(stored(first)).to.deep.equal(first);
    });

    it("refuses what was used already", async () => {
      const { strategy, services, held, right, challenge, use } = await judged();
      const own = stored(strategy.consume?.(held.own, use) ?? null);
      expect(strategy.consume?.(own, use)).to.equal(undefined);
      const again = await strategy.judge(services, { ...held, own }, right, challenge);
      if (again.right) expect(strategy.consume?.(own, again.use ?? null)).to.equal(undefined);
    });
  });
}

function challengeSuite(setUp: () => StrategyCase): void {
  const started = async () => {
    const prepared = await prepare(setUp());
    const start = await prepared.strategy.challenge?.(prepared.services, prepared.held, [prepared.held]);
    if (start === undefined) throw new Error("there is no challenge");
    return { ...prepared, start };
  };

  describe("challenge", () => {
    it("keeps no code in clear, and does not say the whole of where it goes", async () => {
      const { challenge, start, services, right } = await started();
      const shown = JSON.stringify([challenge, start.data, start.sentTo ?? null]);
      for (const secret of [...Object.values(right), services.operator.email ?? ""]) {
        expect(secret).to.not.equal("");
        expect(shown).to.not.include(secret);
      }
      expect(start.expiresIn ?? 600).to.be.within(1, 600); // ASVS 6.5.5
    });

    it("is answered by its own code only", async () => {
      const { strategy, services, held, right, challenge, start } = await started();
      expect(await strategy.judge(services, held, right, start.data)).to.deep.equal({ right: false });
      expect(await strategy.judge(services, held, right, undefined)).to.deep.equal({ right: false });
      expect((await strategy.judge(services, held, right, challenge)).right).to.equal(true);
    });
  });
}

function pictureSuite(setUp: () => StrategyCase): void {
  it("draws a picture of the type that is asked for", async () => {
    const { strategy, services, held } = await prepare(setUp());
    const svg = await strategy.picture?.(services, held.own, "svg");
    expect(String(svg)).to.match(/^\s*<svg[\s\S]*<\/svg>\s*$/);
    const png = await strategy.picture?.(services, held.own, "png");
    expect(png?.subarray(1, 4).toString()).to.equal("PNG");
  });
}
