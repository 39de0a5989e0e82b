import { expect } from "chai";
import fc from "fast-check";
import { type AnswerOutcome, answer } from "../../lib/core/answer.js";
import { startChallenge, withdrawChallenge } from "../../lib/core/challenge.js";
import { decide } from "../../lib/core/decide.js";
import { beginEnrolment, finishEnrolment } from "../../lib/core/enrolment.js";
import { changeFirstFactor } from "../../lib/core/first-factor.js";
import { findDevice, type Minted, type Ref } from "../../lib/core/holder.js";
import { caps, clockSkew, codeBudget, day, freshFor, hour, minute } from "../../lib/core/numbers.js";
import { disable, enable } from "../../lib/core/operator.js";
import { suspect } from "../../lib/core/payer.js";
import { type OperatorRecord, parseRecord } from "../../lib/core/record.js";
import { heldBy, type Rules } from "../../lib/core/rules.js";
import { end, endAll, touch } from "../../lib/core/session.js";
import { openSignIn } from "../../lib/core/sign-in.js";
import { withPolicy } from "../../lib/core/system.js";
import { catalogue, frozen, recordWith, rulesWith, seconds } from "./toys.js";

/**
 * A walk of any steps in any order, by owners and strangers, over any policies and clocks. Beside the record runs a model
 * that knows only what was proved, and says what must never be.
 */
type Action =
  | { readonly do: "sign-in"; readonly right: boolean; readonly device: number; readonly app: boolean }
  | { readonly do: "challenge"; readonly at: number; readonly strategy: string }
  /** All three in a row, as an owner does it. */
  | { readonly do: "come-in"; readonly strategy: string; readonly trust: boolean; readonly device: number }
  | { readonly do: "withdraw"; readonly at: number }
  | {
      readonly do: "answer";
      readonly at: number;
      readonly strategy: string;
      readonly right: boolean;
      readonly use: number;
      readonly trust: boolean;
      readonly stale: boolean;
    }
  | { readonly do: "enrol"; readonly at: number; readonly strategy: string }
  | { readonly do: "finish"; readonly at: number; readonly right: boolean }
  | { readonly do: "password"; readonly at: number }
  | { readonly do: "end" | "touch"; readonly at: number }
  | { readonly do: "end-all" | "disable" | "enable" }
  | { readonly do: "policy"; readonly strategies: readonly string[]; readonly reauthDays: number }
  | { readonly do: "clock"; readonly by: number };

const at = fc.nat(7);
const strategy = fc.constantFrom(...seconds, "word");
const one = <D extends string>(name: D) => fc.constant(name);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: one("sign-in"), right: fc.boolean(), device: fc.nat(3), app: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: one("challenge"), at, strategy }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: one("come-in"),
      strategy: fc.constantFrom("mail", "mail", "app"),
      trust: fc.boolean(),
      device: fc.nat(3),
    }),
  },
  fc.record({ do: one("withdraw"), at }),
  {
    weight: 8,
    arbitrary: fc.record({
      do: one("answer"),
      at,
      strategy,
      right: fc.boolean(),
      use: fc.nat(20),
      trust: fc.boolean(),
      stale: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: one("enrol"), at, strategy }) },
  { weight: 2, arbitrary: fc.record({ do: one("finish"), at, right: fc.boolean() }) },
  fc.record({ do: one("password"), at }),
  fc.record({ do: fc.constantFrom("end" as const, "touch" as const), at }),
  fc.record({ do: fc.constantFrom("end-all" as const, "disable" as const, "enable" as const) }),
  fc.record({
    do: one("policy"),
    strategies: fc.subarray([...seconds]),
    reauthDays: fc.constantFrom(0, 1, 7, 90),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: one("clock"),
      by: fc.constantFrom(1000, minute, 11 * minute, hour, day, 8 * day, -hour, -day),
    }),
  },
);

/** What the model knows of one credential: the moments at which it was really passed. */
interface World {
  record: OperatorRecord;
  rules: Rules;
  now: number;
  count: number;
  /** `credential` to the moments of right answers told. */
  readonly passed: Map<string, number[]>;
  readonly redeemed: Set<string>;
  wrongByStrangers: number;
  readonly devices: Minted[];
}

function mint(world: World): Minted {
  world.count += 1;
  return { id: `id-${world.count}`, hash: `hash-${world.count}` };
}

function refAt(world: World, index: number): Ref | undefined {
  const refs: Ref[] = [
    ...world.record.signIns.map(({ id, hash }) => ({ kind: "sign-in", id, hash }) as const),
    ...world.record.sessions.map(({ id, hash }) => ({ kind: "session", id, hash }) as const),
  ];
  return refs[index % Math.max(1, refs.length)];
}

function pass(world: World, credential: string): void {
  world.passed.set(credential, [...(world.passed.get(credential) ?? []), world.now]);
}

function take(world: World, record: OperatorRecord): void {
  world.record = frozen(record);
}

function perform(world: World, step: Action): void {
  const { record, rules, now } = world;
  const fresh = () => ({ token: mint(world), device: mint(world) });
  switch (step.do) {
    case "sign-in": {
      const tokens = fresh();
      const device = world.devices[step.device];
      const credential = heldBy(record, rules, "word")?.id ?? "none";
      const client = { kind: step.app ? "app" : "browser" } as const;
      const first = {
        strategy: "word",
        credential,
        finding: { right: step.right },
        client,
        fresh: tokens,
        ...(device && { device }),
      };
      const next = openSignIn(record, rules, first, now);
      take(world, next.record);
      if (next.outcome.is === "signed-in" || next.outcome.is === "pending") {
        expect(step.right, "a wrong password opens nothing").to.equal(true);
        pass(world, credential);
      }
      if (next.outcome.is === "signed-in" && next.outcome.device) world.devices.push(tokens.device);
      return;
    }
    case "challenge": {
      const ref = refAt(world, step.at);
      if (ref === undefined) return;
      const credential = heldBy(record, rules, step.strategy)?.id ?? "none";
      const start = {
        id: mint(world).id,
        strategy: step.strategy,
        credential,
        data: null,
        expiresIn: 10 * minute,
        sends: step.strategy === "mail",
      };
      take(world, startChallenge(record, rules, ref, start, now).record);
      return;
    }
    case "come-in": {
      perform(world, { do: "sign-in", right: true, device: step.device, app: false });
      const last = world.record.signIns.length - 1;
      const pending = world.record.signIns.findIndex(({ id }) => id === `id-${world.count - 1}`);
      const index = pending < 0 ? last : pending;
      if (index < 0) return;
      perform(world, { do: "challenge", at: index, strategy: step.strategy });
      const use = Math.floor(world.now / 30_000);
      perform(world, {
        do: "answer",
        at: index,
        strategy: step.strategy,
        right: true,
        use,
        trust: step.trust,
        stale: false,
      });
      return;
    }
    case "withdraw": {
      const ref = refAt(world, step.at);
      const list = ref?.kind === "session" ? record.sessions : record.signIns;
      const challenge = list.find(({ id }) => id === ref?.id)?.challenge;
      if (ref && challenge) take(world, withdrawChallenge(record, rules, ref, challenge.id, now).record);
      return;
    }
    case "answer":
      answerAs(world, step);
      return;
    case "enrol": {
      const ref = refAt(world, step.at);
      if (ref === undefined) return;
      const begun = { id: mint(world).id, strategy: step.strategy, data: null };
      const next = beginEnrolment(record, rules, ref, begun, now);
      take(world, next.record);
      if (next.outcome.is === "begun") assertGuarded(world, record, ref);
      return;
    }
    case "finish": {
      const ref = refAt(world, step.at);
      const list = ref?.kind === "session" ? record.sessions : record.signIns;
      const begun = list.find(({ id }) => id === ref?.id)?.begun;
      if (!ref || !begun) return;
      const credential = `${begun.strategy}-${mint(world).id}`;
      const finding = step.right ? ({ right: true, own: { last: 0 } } as const) : ({ right: false } as const);
      const tokens = fresh();
      const finish = {
        id: begun.id,
        strategy: begun.strategy,
        credential,
        finding,
        trust: true,
        fresh: tokens,
      };
      const next = finishEnrolment(record, rules, ref, finish, now);
      take(world, next.record);
      if (next.outcome.is === "enrolled" || next.outcome.is === "signed-in") {
        expect(step.right).to.equal(true);
        pass(world, credential);
      }
      if (next.outcome.is === "signed-in" && next.outcome.device) world.devices.push(tokens.device);
      return;
    }
    case "password": {
      const ref = refAt(world, step.at);
      if (!ref) return;
      const id = `word-${mint(world).id}`;
      const next = changeFirstFactor(record, rules, ref, { id, strategy: "word", at: now, own: null }, now);
      take(world, next.record);
      if (next.outcome.is === "changed") {
        pass(world, id);
        world.wrongByStrangers = 0;
      }
      return;
    }
    case "end":
    case "touch": {
      const ref = refAt(world, step.at);
      if (ref) take(world, (step.do === "end" ? end : touch)(record, rules, ref, now).record);
      return;
    }
    case "end-all":
      take(world, endAll(record, now).record);
      return;
    case "disable":
      take(world, disable(record, now).record);
      return;
    case "enable":
      take(world, enable(record, now).record);
      return;
    case "policy":
      world.rules = {
        ...rules,
        system: withPolicy(rules.system, { strategies: step.strategies, reauthDays: step.reauthDays }),
      };
      return;
    case "clock":
      world.now += step.by;
  }
}

function answerAs(world: World, step: Extract<Action, { do: "answer" }>): void {
  const { record, rules, now } = world;
  const ref = refAt(world, step.at);
  if (ref === undefined) return;
  const holder = (ref.kind === "session" ? record.sessions : record.signIns).find(({ id }) => id === ref.id);
  const credential = heldBy(record, rules, step.strategy)?.id ?? "none";
  const challenge = step.stale ? "one of long ago" : holder?.challenge?.id;
  const finding = step.right ? ({ right: true, use: step.use } as const) : ({ right: false } as const);
  const tokens = { token: mint(world), device: mint(world) };
  const device = record.devices.find(({ id }) => id === holder?.device);
  const deviceFailures = Object.values(device?.codes.days ?? {}).reduce((sum, count) => sum + count, 0);
  const given = {
    strategy: step.strategy,
    credential,
    finding,
    trust: step.trust,
    fresh: tokens,
    ...(challenge !== undefined && { challenge }),
  };
  const next = answer(record, rules, ref, given, now);
  take(world, next.record);
  const told: AnswerOutcome["is"] = next.outcome.is;
  if (told === "signed-in" || told === "pending" || told === "stepped-up") {
    expect(step.right, "a wrong code is never taken").to.equal(true);
    if (step.strategy === "mail") {
      expect(step.stale, "a code is one for the challenge that is open").to.equal(false);
      expect(holder?.challenge?.expires, "and in time").to.be.above(now);
      expect(world.redeemed.has(String(challenge)), "a challenge is redeemed once").to.equal(false);
      world.redeemed.add(String(challenge));
    }
    if (step.strategy === "app") {
      const use = `${credential}:${step.use}`;
      expect(world.redeemed.has(use), "a step is good once").to.equal(false);
      world.redeemed.add(use);
    }
    pass(world, credential);
  }
  if (told === "signed-in" && "device" in next.outcome && next.outcome.device)
    world.devices.push(tokens.device);
  // What strangers are told to be wrong; a completed sign-in gives back its own.
  if (told === "wrong" && (device === undefined || deviceFailures >= codeBudget.free))
    world.wrongByStrangers += 1;
}

/** Whoever binds a new factor has just passed the strongest that was there. */
function assertGuarded({ rules, now }: World, record: OperatorRecord, ref: Ref): void {
  const holder = [...record.signIns, ...record.sessions].find(({ id }) => id === ref.id);
  const strength = (id: string) => catalogue.get(id)?.strength ?? 0;
  const best = Math.max(...seconds.filter((id) => heldBy(record, rules, id)).map(strength));
  const fresh = holder?.proofs.some(
    ({ strategy: id, credential, via, at: when }) =>
      id !== "word" &&
      strength(id) === best &&
      credential === heldBy(record, rules, id)?.id &&
      via === "challenge" &&
      now - when <= freshFor,
  );
  expect(fresh, "only behind the strongest factor").to.equal(true);
}

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

function start(withApp = false): World {
  const app = { id: "app-1", strategy: "app", at: 0, own: { last: 0 } };
  const record = recordWith();
  return {
    record: frozen(withApp ? { ...record, credentials: [...record.credentials, app] } : record),
    rules: rulesWith({ reauthDays: 7 }),
    now: Date.UTC(2026, 0, 10),
    count: 0,
    passed: new Map(),
    redeemed: new Set(),
    wrongByStrangers: 0,
    devices: [],
  };
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
      perform(world, {
        do: "answer",
        at: world.record.signIns.length - 1,
        strategy: "mail",
        right: false,
        use: 0,
        trust: false,
        stale: false,
      });
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
    perform(world, {
      do: "answer",
      at: 0,
      strategy: "mail",
      right: true,
      use: 0,
      trust: false,
      stale: false,
    });
    const [device] = world.devices;
    expect(findDevice(world.record, world.rules, device)).to.not.equal(undefined);
    for (let round = 0; round < 300; round += 1) {
      perform(world, { do: "sign-in", right: true, device: 99, app: true });
      perform(world, { do: "challenge", at: world.record.signIns.length - 1, strategy: "mail" });
      perform(world, {
        do: "answer",
        at: world.record.signIns.length - 1,
        strategy: "mail",
        right: false,
        use: 0,
        trust: false,
        stale: false,
      });
      world.now += hour;
    }
    expect(suspect(world.record)).to.equal(true);
    perform(world, { do: "sign-in", right: true, device: 0, app: false });
    const own = world.record.signIns.findIndex((signIn) => signIn.device === device?.id);
    expect(own).to.be.at.least(0);
    perform(world, { do: "challenge", at: own, strategy: "mail" });
    const before = world.record.sessions.length;
    perform(world, {
      do: "answer",
      at: own,
      strategy: "mail",
      right: true,
      use: 0,
      trust: false,
      stale: false,
    });
    expect(world.record.sessions.length).to.equal(before + 1);
  });
});
