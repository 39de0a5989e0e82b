import { expect } from "chai";
import { needs } from "../support/needs.js";
import { casesOf, createTallies, isReached, tryAll } from "./cases.js";
import type { Blow, Call, Fate } from "./faulty-store.js";
import type { Flow } from "./flow.js";
import { imported } from "./flows/engineer.js";
import { flows } from "./flows/index.js";
import { house } from "./house.js";
import { assertClosed, judge, walkThrough } from "./judge.js";
import { startStage } from "./stage.js";

/** What only reads takes no effect: before is as after. */
const fates = ({ kind }: Call): readonly Fate[] =>
  kind === "swap"
    ? ["fails before", "fails after", "hangs before", "hangs after", "comes late"]
    : ["fails before", "hangs before"];

/** So many at once: those that hang cost nothing but time. */
const atOnce = 16;

describe("Whichever call of the store fails or hangs: nobody is let in by half of it, nobody is shut out, and nothing that was told is lost", function () {
  this.timeout(1_800_000);
  const tallies = createTallies(
    "Calls of the store that failed before or after they took effect, hung, or came late",
  );
  before(needs("oathtool"));
  after(() => tallies.print());

  /** What was called. */
  const tryOne = async (flow: Flow, blow?: Blow): Promise<readonly Call[]> => {
    const prepared = await house(flow.house);
    const stage = await startStage(prepared);
    try {
      const walk = flow.begin(prepared);
      stage.store.watch(blow);
      const stopped = await walkThrough(walk, stage);
      const { calls } = stage.store;
      stage.store.mend();
      if (blow === undefined) expect(stopped?.message, "without a fault").to.equal(undefined);
      assertClosed(stopped);
      // No write is passed over as if all were well, but for those behind the answer, and one that only asks how the store is.
      const struck = calls.filter(({ kind }) => kind === "swap")[(blow?.number ?? 0) - 1]?.of;
      if (blow?.writes === true && struck !== undefined && struck !== "probe" && flow !== imported)
        expect(stopped, "stopped").not.to.equal(undefined);
      await stage.store.comeLate();
      await judge(walk, stage);
      return calls;
    } finally {
      await stage.close();
    }
  };

  for (const flow of flows) {
    it(flow.name, async () => {
      const calls = await tryOne(flow);
      const cases = casesOf(calls, fates);
      let reached = 0;
      const tally = await tryAll(cases, atOnce, async (blow) => {
        if (isReached(blow, await tryOne(flow, blow))) reached += 1;
      });
      tallies.add(flow, calls, tally);
      expect(tally.failed.join("\n")).to.equal("");
      // A request whose body comes late looks twice who is there.
      expect(reached / cases.length, "cases in which the call was reached").to.be.above(0.7);
    });
  }
});
