import { expect } from "chai";
import { malformed } from "./malformed.js";
import { prepare, type StrategyCase, stored } from "./strategy-case.js";

/** Of a strategy that is enrolled, and does not follow from the operator. */
export function enrolmentSuite(setUp: () => StrategyCase): void {
  const begin = async () => {
    const given = setUp();
    const prepared = await prepare(given);
    const { services, strategy } = prepared;
    if (strategy.enrol === undefined || given.enrol === undefined) throw new Error("there is no enrolment");
    const begun = stored(await strategy.enrol.begin(services, []));
    return { ...prepared, given, enrol: strategy.enrol, begun, first: given.enrol(services, begun) };
  };
  const enrolled = async () => {
    const { enrol, services, begun, first, ...rest } = await begin();
    const finding = await enrol.finish(services, begun, first);
    if (!finding.right) throw new Error("the right input was refused");
    return { ...rest, services, first, held: { id: "new", own: stored(finding.own) } };
  };

  describe("enrolment", () => {
    it("shows data that JSON can carry, the same each time, and has words for it", async () => {
      const { strategy, enrol, services, begun } = await begin();
      const view = await enrol.view(services, begun);
      expect(JSON.parse(JSON.stringify(view))).to.deep.equal(view);
      expect(await enrol.view(services, begun)).to.deep.equal(view);
      const words = [view.image?.alt, view.text?.label, view.list?.label].filter(
        (word) => word !== undefined,
      );
      expect(Object.keys(strategy.messages.en)).to.include.members(words);
    });

    it("gives a credential for the right input, which judge takes from then on", async () => {
      const { given, strategy, services, held } = await enrolled();
      const later = { ...services, now: services.now + 120_000 };
      const start = await strategy.challenge?.(later, held, [held]);
      const right = given.right(later, held.own, [], start?.show);
      const judged = await strategy.judge(later, held, right, stored(start?.data));
      if (!judged.right) throw new Error("judge refused it");
      if (judged.use !== undefined) expect(strategy.consume?.(held.own, judged.use)).to.not.equal(undefined);
    });

    if (setUp().once === "consume") {
      it("spends the input that enrolled", async () => {
        const { strategy, services, held, first } = await enrolled();
        const judged = await strategy.judge(services, held, first);
        if (judged.right) expect(strategy.consume?.(held.own, judged.use ?? null)).to.equal(undefined);
      });
    }

    it("refuses whatever is malformed, and throws at nothing", async () => {
      const { given, strategy, enrol, services, begun, first } = await begin();
      const nothing = Object.keys(first).length === 0;
      expect((await enrol.finish(services, begun, {})).right).to.equal(nothing);
      for (const name of Object.keys(first)) {
        if (given.free?.includes(name)) continue;
        for (const text of malformed(first[name] ?? "")) {
          if (strategy.factor === "knowledge" && mayBeChosen(text)) continue;
          const finding = await enrol.finish(services, begun, { ...first, [name]: text });
          expect(finding.right, JSON.stringify(text.slice(0, 40))).to.equal(false);
        }
      }
    });

    it("changes nothing when it is abandoned", async () => {
      const { strategy, enrol, services, begun, held, challenge, right } = await begin();
      await enrol.view(services, begun);
      await enrol.finish(services, begun, {});
      expect((await strategy.judge(services, held, right, challenge)).right).to.equal(true);
    });
  });
}

/** What somebody knows is what they chose: there, little is malformed. */
function mayBeChosen(text: string): boolean {
  return text.trim() !== "" && text.isWellFormed() && !text.includes("\0") && text.length <= 4096;
}
