import assert from "node:assert/strict";
import type { Operator } from "../contract/index.js";
import { malformed } from "./malformed.js";
import type { Runner } from "./runner.js";
import { prepare, type StrategyCase, stored } from "./strategy-case.js";

/** Of a strategy of which an operator may have more than one. */
export function severalSuite({ it }: Runner, make: () => StrategyCase): void {
  it("knows from an input which of several credentials it is from, and nothing from one that is malformed", async () => {
    const { strategy, held, right } = await prepare(make());
    const { several } = strategy;
    assert.ok(several, "there can be several");
    assert.ok(several.most >= 2 && several.most <= 20, `at the most ${several.most}`);
    const key = several.key(held.own);
    assert.notEqual(key, "");
    assert.equal(several.keyIn(right), key);
    assert.equal(several.keyIn({}), undefined);
    for (const input of malformedOf(right)) several.keyIn(input);
  });
}

const nobody: Operator = { id: "", username: "", role: "operator" };

/** Of one that signs in by itself. */
export function passwordlessSuite({ describe, it }: Runner, make: () => StrategyCase): void {
  const asked = async (ticket: string) => {
    const given = make();
    const prepared = await prepare(given);
    const { services, held } = prepared;
    const { passwordless } = prepared.strategy;
    assert.ok(passwordless, "it signs in by itself");
    const ask = (text: string) => passwordless.challenge({ ...services, operator: nobody }, text);
    const start = await ask(ticket);
    const input = await given.right(services, held.own, [], start.show);
    return { ...prepared, passwordless, ask, start, input };
  };

  describe("without a password", () => {
    it("makes the same challenge of the same ticket, another of another, and sends nothing", async () => {
      const { ask, start } = await asked("ticket-1");
      assert.deepEqual((await ask("ticket-1")).data, start.data);
      assert.notDeepEqual((await ask("ticket-2")).data, start.data);
      assert.equal(start.deliver, undefined);
      assert.deepEqual(stored(start.show), start.show);
    });

    it("takes an answer to its own ticket only, and says of a right one what it was", async () => {
      const { strategy, services, held, passwordless, ask, start, input } = await asked("ticket-1");
      const other = await ask("ticket-2");
      assert.deepEqual(await strategy.judge(services, held, input, other.data), { right: false });
      const finding = await strategy.judge(services, held, input, stored(start.data));
      // One that checks nobody is no sign-in of its own.
      if (finding.right) assert.ok(finding.amr?.includes("mfa"), `amr is ${finding.amr}`);
      assert.equal(passwordless.operatorIn(input), services.operator.id);
    });

    it("names nobody in what is malformed, and throws at nothing", async () => {
      const { passwordless, input } = await asked("ticket-1");
      assert.equal(passwordless.operatorIn({}) ?? "", "");
      for (const odd of malformedOf(input)) passwordless.operatorIn(odd);
    });
  });
}

/** Of one with a script. */
export function scriptSuite({ it }: Runner, make: () => StrategyCase): void {
  it("has a script, the same each time, that finds its own forms, and words for where none runs", async () => {
    const { strategy } = await prepare(make());
    const text = strategy.script?.() ?? "";
    assert.equal(text, strategy.script?.());
    assert.ok(text.includes(`data-strategy="${strategy.id}"`), "it looks for its own forms");
    assert.equal(typeof strategy.messages.en.noScript, "string");
  });
}

function malformedOf(right: Readonly<Record<string, string>>): readonly Readonly<Record<string, string>>[] {
  return Object.entries(right).flatMap(([name, value]) =>
    malformed(value).map((text) => ({ ...right, [name]: text })),
  );
}
