import { expect } from "chai";
import fc from "fast-check";
import { answer } from "../../lib/core/answer.js";
import { decide } from "../../lib/core/decide.js";
import { findDevice } from "../../lib/core/holder.js";
import { caps, clockSkew, codeBudget, day, freshFor, hour, minute } from "../../lib/core/numbers.js";
import { suspect } from "../../lib/core/payer.js";
import { parseRecord } from "../../lib/core/record.js";
import { heldBy } from "../../lib/core/rules.js";
import { action, at, mailCode, one } from "./action.js";
import { catalogue, rulesWith } from "./toys.js";
import { mint, perform, start, take, type World } from "./walk.js";

/** What must hold after every step. */
function assertSound(world: World): void {
  const { record, rules, now, passed } = world;
  expect(record.sessions.length).to.be.at.most(caps.sessions);
  expect(record.devices.length).to.be.at.most(caps.devices);
  expect(record.signIns.length).to.be.at.most(caps.signIns);
  expect(record.events.last.length).to.be.at.most(caps.events);
  for (const session of record.sessions) {
    const verdict = decide(record, rules, session, {}, now);
    if (!verdict.ok) continue;
    expect(record.enabled).to.equal(true);
    const first = verdict.proofs.find((proof) => catalogue.get(proof.strategy)?.stage === "first");
    expect(first, "nobody in without the first factor").to.not.equal(undefined);
    expect(passed.get(first?.credential ?? "")).to.include(first?.at);
    expect(first?.credential).to.equal(heldBy(record, rules, "word")?.id);
    const { policy } = rules.system;
    if (policy.strategies.length === 0) continue;
    const second = verdict.proofs.find((proof) => policy.strategies.includes(proof.strategy));
    expect(second, "nobody in without a factor that the policy accepts").to.not.equal(undefined);
    if (second === undefined) continue;
    expect(passed.get(second.credential), "a proof is of something that was passed").to.include(second.at);
    expect(second.at).to.be.at.most(now + clockSkew);
    if (second.via === "browser") expect(now - second.at).to.be.below(policy.reauthDays * day);
    const strict = decide(record, rules, session, { maxAge: freshFor / 1000 }, now);
    if (strict.ok) {
      const recent = strict.proofs.some(
        (proof) =>
          proof.via === "challenge" &&
          now - proof.at <= freshFor &&
          policy.strategies.includes(proof.strategy),
      );
      expect(recent, "a remembered proof is never a fresh one").to.equal(true);
    }
  }
}

describe("any walk through the transitions", () => {
  it("lets nobody in without what the policy asks for, redeems nothing twice, and keeps within the caps", () => {
    let reached = 0;
    fc.assert(
      fc.property(
        fc.array(action, { minLength: 1, maxLength: 60, size: "max" }),
        fc.boolean(),
        (steps, withApp) => {
          const world = start(withApp);
          for (const step of steps) {
            perform(world, step);
            assertSound(world);
          }
          reached += world.record.sessions.length;
          expect(parseRecord(JSON.parse(JSON.stringify(world.record)))).to.deep.equal(world.record);
        },
      ),
      { numRuns: 800 },
    );
    expect(reached, "the walks get somewhere").to.be.above(500);
  });

  it("keeps a record small, however full it gets", () => {
    const world = start();
    for (let round = 0; round < 400; round += 1) {
      world.rules = rulesWith({ strategies: [] });
      perform(world, { do: "sign-in", right: true, device: 99, app: false });
      world.rules = rulesWith({ reauthDays: 7 });
      for (let more = 0; more < 3; more += 1)
        perform(world, { do: "sign-in", right: true, device: 99, app: false });
      world.now += 1000;
    }
    assertSound(world);
    expect(JSON.stringify(world.record).length).to.be.below(40_000);
  });
});

describe("a walk of strangers who only guess", () => {
  it("is told wrong a hundred times at the most, over any challenges, sign-ins, waits and months", () => {
    const guess = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          do: one("sign-in"),
          right: fc.constant(true),
          device: fc.constant(99),
          app: fc.boolean(),
        }),
      },
      { weight: 3, arbitrary: fc.record({ do: one("challenge"), at, strategy: fc.constant("mail") }) },
      {
        weight: 6,
        arbitrary: fc.record({
          do: one("answer"),
          at,
          strategy: fc.constant("mail"),
          right: fc.constant(false),
          use: fc.constant(0),
          trust: fc.boolean(),
          stale: fc.constant(false),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          do: one("clock"),
          by: fc.constantFrom(minute, 31 * minute, hour, 61 * minute, 2 * day),
        }),
      },
    );
    fc.assert(
      fc.property(fc.array(guess, { minLength: 200, maxLength: 800 }), (steps) => {
        const world = start();
        for (const step of steps) perform(world, step);
        // Only a walk over many months could spread them thinner than the window.
        expect(world.wrongByStrangers).to.be.at.most(codeBudget.closesAt);
        if (world.wrongByStrangers === codeBudget.closesAt) expect(suspect(world.record)).to.equal(true);
      }),
      { numRuns: 40 },
    );
  });

  it("comes to exactly a hundred when it is pressed as hard as the waits allow, and stays closed for ever", () => {
    const world = start();
    for (let round = 0; round < 3000; round += 1) {
      perform(world, { do: "sign-in", right: true, device: 99, app: true });
      perform(world, { do: "challenge", at: world.record.signIns.length - 1, strategy: "mail" });
      perform(world, mailCode(world.record.signIns.length - 1, false));
      world.now += hour;
    }
    expect(world.wrongByStrangers).to.equal(codeBudget.closesAt);
    expect(suspect(world.record)).to.equal(true);
  });

  it("is judged five times in one sign-in, and then waits, for the right code too", () => {
    const world = start();
    perform(world, { do: "sign-in", right: true, device: 99, app: true });
    perform(world, { do: "challenge", at: 0, strategy: "mail" });
    const [ref] = world.record.signIns.map(({ id, hash }) => ({ kind: "sign-in", id, hash }) as const);
    const tell = (right: boolean) => {
      const challenge = world.record.signIns[0]?.challenge;
      if (ref === undefined || challenge === undefined) throw new Error("There is no challenge");
      const fresh = { token: mint(world), device: mint(world) };
      const given = {
        strategy: "mail",
        credential: challenge.credential,
        challenge: challenge.id,
        finding: { right },
        trust: false,
        fresh,
      };
      const next = answer(world.record, world.rules, ref, given, world.now);
      take(world, next.record);
      return next.outcome;
    };
    for (let round = 0; round < 5; round += 1) expect(tell(false)).to.deep.equal({ is: "wrong" });
    expect(tell(false)).to.deep.equal({ is: "wait", wait: 30 });
    expect(tell(true)).to.deep.equal({ is: "wait", wait: 30 });
    world.now += 30_000;
    expect(tell(false)).to.deep.equal({ is: "wrong" });
    expect(tell(true)).to.deep.equal({ is: "wait", wait: 60 });
    world.now += 60_000;
    expect(tell(true)).to.deep.equal({ is: "signed-in", device: false });
  });

  it("does not take a code in a session once its ten minutes are over", () => {
    const world = start();
    perform(world, { do: "come-in", strategy: "mail", trust: false, device: 99 });
    perform(world, { do: "challenge", at: 0, strategy: "mail" });
    const [session] = world.record.sessions;
    const challenge = session?.challenge;
    if (session === undefined || challenge === undefined) throw new Error("There is no challenge");
    const fresh = { token: mint(world), device: mint(world) };
    const given = {
      strategy: "mail",
      credential: challenge.credential,
      challenge: challenge.id,
      finding: { right: true } as const,
      trust: false,
      fresh,
    };
    const ref = { kind: "session", id: session.id, hash: session.hash } as const;
    const tell = (now: number) => answer(world.record, world.rules, ref, given, now).outcome.is;
    expect(tell(world.now + 10 * minute)).to.equal("expired");
    expect(tell(world.now + 10 * minute - 1)).to.equal("stepped-up");
  });

  it("leaves the owner's known device its own five", () => {
    const world = start();
    perform(world, { do: "sign-in", right: true, device: 99, app: false });
    perform(world, { do: "challenge", at: 0, strategy: "mail" });
    perform(world, mailCode(0, true));
    const [device] = world.devices;
    expect(findDevice(world.record, world.rules, device)).to.not.equal(undefined);
    for (let round = 0; round < 300; round += 1) {
      perform(world, { do: "sign-in", right: true, device: 99, app: true });
      perform(world, { do: "challenge", at: world.record.signIns.length - 1, strategy: "mail" });
      perform(world, mailCode(world.record.signIns.length - 1, false));
      world.now += hour;
    }
    expect(suspect(world.record)).to.equal(true);
    perform(world, { do: "sign-in", right: true, device: 0, app: false });
    const own = world.record.signIns.findIndex((signIn) => signIn.device === device?.id);
    expect(own).to.be.at.least(0);
    perform(world, { do: "challenge", at: own, strategy: "mail" });
    const before = world.record.sessions.length;
    perform(world, mailCode(own, true));
    expect(world.record.sessions.length).to.equal(before + 1);
  });
});
