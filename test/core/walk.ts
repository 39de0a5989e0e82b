import { expect } from "chai";
import { type AnswerOutcome, answer } from "../../lib/core/answer.js";
import { startChallenge, withdrawChallenge } from "../../lib/core/challenge.js";
import { beginEnrolment, finishEnrolment } from "../../lib/core/enrolment.js";
import { changeFirstFactor } from "../../lib/core/first-factor.js";
import type { Minted, Ref } from "../../lib/core/holder.js";
import { codeBudget, freshFor, minute } from "../../lib/core/numbers.js";
import { disable, enable } from "../../lib/core/operator.js";
import type { OperatorRecord } from "../../lib/core/record.js";
import { heldBy, type Rules } from "../../lib/core/rules.js";
import { end, endAll, touch } from "../../lib/core/session.js";
import { openSignIn } from "../../lib/core/sign-in.js";
import { withPolicy } from "../../lib/core/system.js";
import type { Action } from "./action.js";
import { catalogue, frozen, recordWith, rulesWith, seconds } from "./toys.js";

/**
 * A walk over any policies and clocks. Beside the record runs a model that knows only what was proved, and says what must
 * never be.
 */
export interface World {
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

export function start(withApp = false): World {
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

export function mint(world: World): Minted {
  world.count += 1;
  return { id: `id-${world.count}`, hash: `hash-${world.count}` };
}

export function take(world: World, record: OperatorRecord): void {
  world.record = frozen(record);
}

export function perform(world: World, step: Action): void {
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
