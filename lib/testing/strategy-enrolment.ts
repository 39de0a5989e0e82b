import assert from "node:assert/strict";
import { malformed } from "./malformed.js";
import type { Runner } from "./runner.js";
import { prepare, type StrategyCase, stored } from "./strategy-case.js";

/** Of a strategy that is enrolled, and does not follow from the operator. */
export function enrolmentSuite({ describe, it }: Runner, make: () => StrategyCase): void {
  const begin = async () => {
    const given = make();
    const prepared = await prepare(given);
    const { services, strategy } = prepared;
    const { enrol } = strategy;
    assert.ok(enrol && given.enrol, "there is an enrolment");
    const begun = stored(await enrol.begin(services, []));
    return { ...prepared, given, enrol, begun, first: await given.enrol(services, begun) };
  };
  const enrolled = async () => {
    const { enrol, services, begun, first, ...rest } = await begin();
    const finding = await enrol.finish(services, begun, first);
    assert.ok(finding.right, "the right input was refused");
    return { ...rest, services, first, held: { id: "new", own: stored(finding.own) } };
  };

  describe("enrolment", () => {
    it("shows data that JSON can carry, the same each time, and has words for it", async () => {
      const { strategy, enrol, services, begun } = await begin();
      const view = await enrol.view(services, begun);
      assert.deepEqual(JSON.parse(JSON.stringify(view)), view);
      assert.deepEqual(await enrol.view(services, begun), view);
      const labels = [view.image?.alt, view.text?.label, view.list?.label, view.note, view.link?.label];
      for (const label of labels) {
        if (label !== undefined) assert.ok(Object.hasOwn(strategy.messages.en, label), `a word for ${label}`);
      }
    });

    it("draws what it enrols anew each time", async () => {
      const { strategy, enrol, services, begun } = await begin();
      if (strategy.factor === "knowledge" || begun === null) return; // nothing was drawn
      assert.notDeepEqual(await enrol.begin(services, []), begun);
    });

    it("gives a credential for the right input, which judge takes from then on", async () => {
      const { given, strategy, services, held, mails } = await enrolled();
      const later = { ...services, now: services.now + 120_000 };
      const start = await strategy.challenge?.(later, held, [held]);
      await start?.deliver?.();
      const right = await given.right(later, held.own, mails, start?.show);
      const judged = await strategy.judge(later, held, right, stored(start?.data));
      assert.ok(judged.right, "judge refused it");
      if (judged.use !== undefined) assert.notEqual(strategy.consume?.(held.own, judged.use), undefined);
    });

    if (make().once === "consume") {
      it("spends the input that enrolled", async () => {
        const { strategy, services, held, first } = await enrolled();
        const judged = await strategy.judge(services, held, first);
        if (judged.right) assert.equal(strategy.consume?.(held.own, judged.use ?? null), undefined);
      });
    }

    it("refuses whatever is malformed, and throws at nothing", async () => {
      const { given, strategy, enrol, services, begun, first } = await begin();
      const nothing = Object.keys(first).length === 0;
      assert.equal((await enrol.finish(services, begun, {})).right, nothing);
      for (const name of Object.keys(first)) {
        if (given.free?.includes(name)) continue;
        for (const text of malformed(first[name] ?? "")) {
          if (strategy.factor === "knowledge" && mayBeChosen(text)) continue;
          const finding = await enrol.finish(services, begun, { ...first, [name]: text });
          assert.equal(finding.right, false, `${name}: ${JSON.stringify(text.slice(0, 40))}`);
        }
      }
    });

    it("changes nothing when it is abandoned", async () => {
      const { strategy, enrol, services, begun, held, challenge, right } = await begin();
      await enrol.view(services, begun);
      await enrol.finish(services, begun, {});
      assert.equal((await strategy.judge(services, held, right, challenge)).right, true);
    });
  });
}

/** What somebody knows is what they chose: there, little is malformed. */
function mayBeChosen(text: string): boolean {
  return text.trim() !== "" && text.isWellFormed() && !text.includes("\0") && text.length <= 4096;
}
