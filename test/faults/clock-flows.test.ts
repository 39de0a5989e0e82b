import { expect } from "chai";
import { needs } from "../support/needs.js";
import { casesOf, createTallies, tryAll } from "./cases.js";
import type { Blow, Call } from "./faulty-store.js";
import { type Flow, isIn } from "./flow.js";
import { flows } from "./flows/index.js";
import { house } from "./house.js";
import { walkThrough } from "./judge.js";
import { startStage } from "./stage.js";

const hour = 3_600_000;
const steps = [hour, -hour, 24 * hour, -24 * hour];
/** Until time has caught up with whatever was written ahead of it. */
const caughtUp = 50 * hour;

describe("Whenever the clock steps by an hour or a day in the middle: nobody is let in by it, then or when it is set right, and all can come in once time has caught up", function () {
  this.timeout(1_800_000);
  const tallies = createTallies("Steps of the clock before a write", true);
  before(needs("oathtool"));
  after(() => tallies.print());

  const tryOne = async (flow: Flow, step: number, blow?: Blow): Promise<readonly Call[]> => {
    const prepared = await house(flow.house);
    const stage = await startStage(prepared, { step });
    try {
      const walk = flow.begin(prepared);
      stage.store.watch(blow);
      const stopped = await walkThrough(walk, stage);
      const { calls } = stage.store;
      stage.store.mend();
      expect(stopped?.answer?.status ?? 0, stopped?.message).to.be.below(500);
      const assertNobody = async () => {
        expect(await isIn(stage.browser()), "a stranger").to.equal(false);
        const { enters } = walk;
        if (enters !== undefined && !enters.told())
          expect(await isIn(stage.browser(enters.jar)), "who was not told so").to.equal(false);
      };
      await assertNobody();
      await stage.later(-step);
      await assertNobody();
      if (flow.inSession) return calls;
      await stage.later(caughtUp);
      await stage.restart();
      expect(await isIn(await walk.again(stage)), "in, by the normal way").to.equal(true);
      return calls;
    } finally {
      await stage.close();
    }
  };

  for (const flow of flows) {
    it(flow.name, async () => {
      const calls = await tryOne(flow, 0);
      const cases = casesOf(calls, ({ kind }) => (kind === "swap" ? ["sees another time"] : []));
      const all = steps.flatMap((step) => cases.map((blow) => ({ ...blow, step })));
      const tally = await tryAll(all, 8, async ({ step, ...blow }) => void (await tryOne(flow, step, blow)));
      tallies.add(flow, calls, tally);
      expect(tally.failed.join("\n")).to.equal("");
    });
  }
});
