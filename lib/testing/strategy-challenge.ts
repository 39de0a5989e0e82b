import assert from "node:assert/strict";
import { isDeliveryError } from "../errors/index.js";
import type { Runner } from "./runner.js";
import { prepare, type StrategyCase, stored } from "./strategy-case.js";
import { servicesFor } from "./strategy-services.js";

export function challengeSuite({ describe, it }: Runner, make: () => StrategyCase): void {
  const started = async () => {
    const prepared = await prepare(make());
    const start = await prepared.strategy.challenge?.(prepared.services, prepared.held, [prepared.held]);
    assert.ok(start, "there is a challenge");
    return { ...prepared, start };
  };

  describe("challenge", () => {
    it("keeps no code in clear, and does not say the whole of where it goes", async () => {
      const { challenge, start, services, right } = await started();
      const shown = JSON.stringify([challenge, start.data, start.sentTo ?? null]);
      for (const secret of [...Object.values(right), services.operator.email ?? ""]) {
        assert.notEqual(secret, "");
        assert.ok(!shown.includes(secret), `${secret} can be read in ${shown}`);
      }
    });

    it("is good for ten minutes at most", async () => {
      const { expiresIn = 600 } = (await started()).start; // ASVS 6.5.5
      assert.ok(expiresIn >= 1 && expiresIn <= 600, `good for ${expiresIn} s`);
    });

    it("is answered by its own code only", async () => {
      const { strategy, services, held, right, challenge, start } = await started();
      const judge = (data: typeof challenge) => strategy.judge(services, held, right, data);
      assert.deepEqual(await judge(stored(start.data)), { right: false }, "in another challenge");
      assert.deepEqual(await judge(undefined), { right: false }, "without a challenge");
      assert.equal((await judge(challenge)).right, true, "in its own");
    });

    it("sends nothing before `deliver`, which is after the commit, and then one message", async () => {
      const { strategy, services, held, sent } = await prepare(make());
      const before = sent();
      const start = await strategy.challenge?.(services, held, [held]);
      assert.equal(sent() - before, 0, "before");
      await start?.deliver?.();
      assert.equal(sent() - before, start?.deliver === undefined ? 0 : 1, "after");
    });

    it("tells by a `DeliveryError` that nothing could be sent", async () => {
      const given = make();
      const { strategy, held } = await prepare(given);
      const start = await strategy.challenge?.(servicesFor(strategy), held, [held]); // no mail server
      if (start?.deliver === undefined || given.sent !== undefined) return;
      const failure = await start.deliver().catch((error: unknown) => error);
      assert.ok(isDeliveryError(failure), `it came to ${String(failure)}`);
    });
  });
}
