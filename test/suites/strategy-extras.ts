import { expect } from "chai";
import type { Operator } from "../../lib/kit/index.js";
import { malformed } from "./malformed.js";
import { prepare, type StrategyCase, stored } from "./strategy-case.js";

/** Of a strategy of which an operator may have more than one. */
export function severalSuite(setUp: () => StrategyCase): void {
  it("knows from an input which of several credentials it is from, and nothing from one that is malformed", async () => {
    const { strategy, held, right } = await prepare(setUp());
    expect(strategy.several?.most).to.be.within(2, 20);
    const key = strategy.several?.key(held.own);
    expect(key).to.be.a("string").and.not.equal("");
    expect(strategy.several?.keyIn(right)).to.equal(key);
    expect(strategy.several?.keyIn({})).to.equal(undefined);
    for (const name of Object.keys(right))
      for (const text of malformed(right[name] ?? "")) strategy.several?.keyIn({ ...right, [name]: text });
  });
}

const nobody: Operator = { id: "", username: "", role: "operator" };

/** Of one that signs in by itself. */
export function passwordlessSuite(setUp: () => StrategyCase): void {
  const asked = async (ticket: string) => {
    const given = setUp();
    const prepared = await prepare(given);
    const { strategy, services, held } = prepared;
    const ask = (text: string) => strategy.passwordless?.challenge({ ...services, operator: nobody }, text);
    const start = await ask(ticket);
    return { ...prepared, ask, start, input: given.right(services, held.own, [], start?.show) };
  };

  it("makes the same challenge of the same ticket, another of another, and sends nothing", async () => {
    const { ask, start } = await asked("ticket-1");
    expect((await ask("ticket-1"))?.data).to.deep.equal(start?.data);
    expect((await ask("ticket-2"))?.data).to.not.deep.equal(start?.data);
    expect(start?.deliver).to.equal(undefined);
    expect(stored(start?.show)).to.deep.equal(start?.show);
  });

  it("takes an answer to its own ticket only, and says of a right one what it was", async () => {
    const { strategy, services, held, ask, start, input } = await asked("ticket-1");
    const other = await ask("ticket-2");
    expect(await strategy.judge(services, held, input, other?.data)).to.deep.equal({ right: false });
    const finding = await strategy.judge(services, held, input, stored(start?.data));
    // One that checks nobody is no sign-in of its own.
    if (finding.right) expect(finding.amr).to.include("mfa");
    expect(strategy.passwordless?.operatorIn(input)).to.equal(services.operator.id);
  });

  it("names nobody in what is malformed, and throws at nothing", async () => {
    const { strategy, input } = await asked("ticket-1");
    expect(strategy.passwordless?.operatorIn({}) ?? "").to.equal("");
    for (const name of Object.keys(input))
      for (const text of malformed(input[name] ?? ""))
        strategy.passwordless?.operatorIn({ ...input, [name]: text });
  });
}

/** Of one with a script. */
export function scriptSuite(setUp: () => StrategyCase): void {
  it("has a script, the same each time, that finds its own forms, and words for where none runs", async () => {
    const { strategy } = await prepare(setUp());
    const text = strategy.script?.() ?? "";
    expect(text).to.equal(strategy.script?.());
    expect(text).to.include(`data-strategy="${strategy.id}"`);
    expect(strategy.messages.en.noScript).to.be.a("string");
  });
}
