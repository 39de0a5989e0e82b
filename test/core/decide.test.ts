import { expect } from "chai";
import fc from "fast-check";
import type { Need, Proof } from "../../lib/contract/index.js";
import { unspent } from "../../lib/core/budget.js";
import { decide } from "../../lib/core/decide.js";
import { clockSkew, day, hour, minute } from "../../lib/core/numbers.js";
import type { Device, OperatorRecord, Session } from "../../lib/core/record.js";
import type { Rules } from "../../lib/core/rules.js";
import { end } from "../../lib/core/session.js";
import { recordWith, rulesWith, seconds } from "./toys.js";

const base = Date.UTC(2026, 0, 10);

const proof: fc.Arbitrary<Proof> = fc.record({
  strategy: fc.constantFrom(...seconds),
  credential: fc.constantFrom("app-1", "key-1", 'derived:{"email":"anna@net2.example"}', "of long ago"),
  at: fc.integer({ min: -100 * day, max: hour }).map((ago) => base + ago),
  via: fc.constantFrom("challenge" as const, "browser" as const),
});

const trusted = fc.option(fc.record({ proof, epoch: fc.nat(1), systemEpoch: fc.nat(1) }), { nil: undefined });

interface Case {
  readonly record: OperatorRecord;
  readonly rules: Rules;
  readonly session: Session;
  readonly need: Need;
  readonly now: number;
}

/** Mostly good cases, so that there is something to lose: each part is wrong only sometimes. */
const scene: fc.Arbitrary<Case> = fc
  .record({
    proofs: fc.array(proof, { maxLength: 3 }),
    password: fc.constantFrom("word-1", "word-1", "word-1", "an older one"),
    trust: trusted,
    strategies: fc.subarray([...seconds]),
    reauthDays: fc.constantFrom(0, 1, 30, 90),
    age: fc.integer({ min: -minute, max: 13 * hour }),
    idle: fc.integer({ min: 0, max: 40 * minute }),
    enabled: fc.constantFrom(true, true, true, false),
    maxAge: fc.option(fc.constantFrom(0, 300, 86_400), { nil: undefined }),
  })
  .map(({ proofs, password, trust, strategies, reauthDays, age, idle, enabled, maxAge }) => {
    const client = { kind: "browser" } as const;
    const made = { hash: "h", at: base - age, epoch: 0, systemEpoch: 0, client };
    const device: Device = {
      ...made,
      id: "device",
      used: base,
      passwords: unspent,
      codes: unspent,
      sends: [],
      ...(trust && { trust }),
    };
    const session: Session = {
      ...made,
      id: "session",
      device: "device",
      used: base - Math.min(idle, Math.max(0, age)),
      sends: [],
      failed: { device: {}, strangers: {} },
      proofs: [
        { strategy: "word", credential: password, at: base - age, via: "challenge" },
        ...proofs,
        ...(trust ? [{ ...trust.proof, via: "browser" as const }] : []),
      ],
    };
    const record = recordWith({
      enabled,
      sessions: [session],
      devices: [device],
      credentials: [
        { id: "word-1", strategy: "word", at: 0, own: null },
        { id: "app-1", strategy: "app", at: 0, own: { last: 0 } },
        { id: "key-1", strategy: "key", at: 0, own: null },
      ],
    });
    const need = maxAge === undefined ? {} : { maxAge };
    return { record, rules: rulesWith({ strategies, reauthDays }), session, need, now: base };
  });

const isIn = ({ record, rules, session, need, now }: Case) => decide(record, rules, session, need, now).ok;

/** Runs over cases, and makes sure that enough of them were in to begin with. */
function always(change: (before: Case) => Case, holds: (before: boolean, after: boolean) => boolean): void {
  let inside = 0;
  fc.assert(
    fc.property(scene, (before) => {
      if (isIn(before)) inside += 1;
      expect(holds(isIn(before), isIn(change(before)))).to.equal(true);
    }),
    { numRuns: 4000 },
  );
  expect(inside).to.be.above(200);
}

const neverLetsIn = (before: boolean, after: boolean) => before || !after;
const endsAll = (_before: boolean, after: boolean) => !after;

function withPolicy(before: Case, policy: Partial<Rules["system"]["policy"]>): Case {
  const { system } = before.rules;
  return {
    ...before,
    rules: { ...before.rules, system: { ...system, policy: { ...system.policy, ...policy } } },
  };
}

describe("decide", () => {
  it("lets nobody in who was out, when the policy loses a strategy but not the last", () => {
    always((before) => {
      const { strategies } = before.rules.system.policy;
      return strategies.length > 1 ? withPolicy(before, { strategies: strategies.slice(1) }) : before;
    }, neverLetsIn);
  });

  it("lets nobody in who was out, when MFA is turned on", () => {
    const off = (before: Case) => withPolicy(before, { strategies: [] });
    fc.assert(
      fc.property(scene, fc.subarray([...seconds], { minLength: 1 }), (before, strategies) => {
        const was = { ...off(before), need: {} };
        expect(isIn(was) || !isIn(withPolicy(was, { strategies }))).to.equal(true);
      }),
      { numRuns: 3000 },
    );
  });

  it("lets nobody in who was out, when the days are lowered", () => {
    for (const reauthDays of [0, 1, 29]) {
      always(
        (before) =>
          withPolicy(before, { reauthDays: Math.min(reauthDays, before.rules.system.policy.reauthDays) }),
        neverLetsIn,
      );
    }
  });

  it("ends everything when the operator's epoch is raised, or the system's", () => {
    always((before) => ({ ...before, record: { ...before.record, epoch: 1 } }), endsAll);
    always((before) => {
      const { system } = before.rules;
      return { ...before, rules: { ...before.rules, system: { ...system, epoch: 1 } } };
    }, endsAll);
  });

  it("lets nobody in on what a browser remembers, when the trust epoch is raised", () => {
    for (const raised of ["operator", "system"]) {
      always((before) => {
        const { system } = before.rules;
        const record = { ...before.record, trustEpoch: raised === "operator" ? 2 : 0 };
        return {
          ...before,
          record,
          rules: { ...before.rules, system: { ...system, trustEpoch: raised === "system" ? 2 : 0 } },
        };
      }, neverLetsIn);
    }
    fc.assert(
      fc.property(scene, (before) => {
        const verdict = decide(
          { ...before.record, trustEpoch: 2 },
          before.rules,
          before.session,
          {},
          before.now,
        );
        if (verdict.ok) expect(verdict.proofs.every(({ via }) => via === "challenge")).to.equal(true);
      }),
    );
  });

  it("ends everything when the operator is disabled, or the password is another", () => {
    always((before) => ({ ...before, record: { ...before.record, enabled: false } }), endsAll);
    always((before) => {
      const credentials = before.record.credentials.map((kept) =>
        kept.strategy === "word" ? { ...kept, id: "word-2" } : kept,
      );
      return { ...before, record: { ...before.record, credentials } };
    }, endsAll);
  });

  it("takes no proof from the future, but for what two clocks may differ", () => {
    fc.assert(
      fc.property(scene, (before) => {
        const verdict = decide(before.record, before.rules, before.session, before.need, before.now);
        if (verdict.ok) for (const { at } of verdict.proofs) expect(at).to.be.at.most(before.now + clockSkew);
      }),
      { numRuns: 3000 },
    );
  });

  it("never takes a remembered proof for a fresh one", () => {
    fc.assert(
      fc.property(scene, (before) => {
        const remembered = before.session.proofs.map((one) =>
          one.strategy === "word" ? one : { ...one, via: "browser" as const },
        );
        const session = { ...before.session, proofs: remembered };
        if (before.rules.system.policy.strategies.length === 0) return;
        expect(decide(before.record, before.rules, session, { maxAge: 86_400 }, before.now).ok).to.equal(
          false,
        );
      }),
      { numRuns: 3000 },
    );
  });

  it("lets nobody back in when the clock goes back, once they were seen to be out", () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 0, max: 2 * day }), (before, back) => {
        if (isIn({ ...before, need: {} })) return;
        const ref = { kind: "session", id: before.session.id, hash: before.session.hash } as const;
        const seen = end(before.record, before.rules, ref, before.now).record;
        expect(seen.sessions.some(({ id }) => id === ref.id)).to.equal(false);
        const again = seen.sessions.find(({ id }) => id === ref.id);
        if (again) expect(decide(seen, before.rules, again, {}, before.now - back).ok).to.equal(false);
      }),
    );
  });
});
