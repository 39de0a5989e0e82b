import { expect } from "chai";
import type { Finding } from "../../lib/contract/index.js";
import { answer } from "../../lib/core/answer.js";
import { decide, satisfied } from "../../lib/core/decide.js";
import { signInAlone } from "../../lib/core/passwordless.js";
import type { OperatorRecord } from "../../lib/core/record.js";
import { afterRestore } from "../../lib/core/recovery.js";
import type { Rules } from "../../lib/core/rules.js";
import { catalogue, frozen, recordWith, rulesWith } from "./toys.js";

const now = 1_000_000;
const client = { kind: "browser" } as const;
const fresh = { token: { id: "t", hash: "t" }, device: { id: "d", hash: "d" } };
const key = catalogue.get("key");
if (key === undefined) throw new Error("no key among the toys");
const able = new Map([
  ...catalogue,
  [
    "key",
    { ...key, passwordless: { challenge: async () => ({ data: null }), operatorIn: () => "op" } },
  ] as const,
]);

const rules = (passwordless: boolean): Rules => ({
  ...rulesWith({ strategies: ["mail", "key"], ...(passwordless && { passwordless }) }),
  catalogue: able,
});
const anna = (more: Partial<OperatorRecord> = {}) =>
  frozen(
    recordWith({
      credentials: [
        { id: "word-1", strategy: "word", at: 0, own: null },
        { id: "key-1", strategy: "key", at: 0, own: null },
      ],
      ...more,
    }),
  );
const both: Finding = { right: true, amr: ["hwk", "user", "mfa"] };
const attempt = (
  record: OperatorRecord,
  finding: Finding,
  under = rules(true),
  ticket = { id: "1", expires: now + 1 },
) =>
  signInAlone(record, under, { strategy: "key", credential: "key-1", finding, client, fresh, ticket }, now);

describe("signInAlone", () => {
  it("is in by one proof of two factors, and spends its ticket in the same step", () => {
    const { record, outcome } = attempt(anna(), both);
    expect(outcome).to.include({ is: "signed-in" });
    expect(record.spent).to.deep.equal([{ id: "1", expires: now + 1 }]);
    expect(attempt(record, both).outcome).to.deep.equal({ is: "used" });
    expect(record.sessions[0]?.proofs).to.deep.equal([
      { strategy: "key", credential: "key-1", at: now, via: "challenge", amr: ["hwk", "user", "mfa"] },
    ]);
  });

  it("leaves nothing behind of a proof of one factor: no sign-in that lacks only a code", () => {
    for (const amr of [["hwk", "user"], [], undefined]) {
      const record = anna();
      const step = attempt(record, { right: true, ...(amr && { amr }) });
      expect(step.outcome).to.deep.equal({ is: "wrong" });
      expect(step.record).to.equal(record);
    }
  });

  it("is out where the policy does not take it, whoever waits for an engineer's code, and who is disabled", () => {
    const handover = { id: "h", hash: "h", at: 0, expires: now + 1 };
    for (const [record, under] of [
      [anna(), rules(false)],
      [anna({ handover }), rules(true)],
      [anna({ enabled: false }), rules(true)],
      [anna({ credentials: [] }), rules(true)],
    ] as const) {
      const step = attempt(record, both, under);
      expect(step.outcome.is).to.be.oneOf(["turn", "wrong"]);
      expect(step.record).to.equal(record);
    }
  });

  it("takes no ticket whose time is over, and forgets spent ones only then", () => {
    expect(attempt(anna(), both, rules(true), { id: "1", expires: now }).outcome).to.deep.equal({
      is: "expired",
    });
    const spent = [
      { id: "old", expires: now },
      { id: "new", expires: now + 1 },
    ];
    const { record } = attempt(anna({ spent }), both);
    expect(record.spent?.map(({ id }) => id)).to.deep.equal(["new", "1"]);
    const full = Array.from({ length: 50 }, (_, n) => ({ id: `s${n}`, expires: now + 1 }));
    expect(attempt(anna({ spent: full }), both).outcome).to.deep.equal({ is: "used" });
  });

  it("takes none that was spent and forgotten, when the clock steps back, and none from its future", () => {
    const minutes = (n: number) => now + n * 60_000;
    const at = (when: number, record: OperatorRecord, id: string, expires: number) =>
      signInAlone(
        record,
        rules(true),
        { strategy: "key", credential: "key-1", finding: both, client, fresh, ticket: { id, expires } },
        when,
      );
    const first = at(now, anna(), "1", minutes(10));
    const ahead = at(minutes(60), first.record, "2", minutes(70));
    expect(ahead.outcome).to.include({ is: "signed-in" });
    expect(at(minutes(1), ahead.record, "1", minutes(10)).outcome).to.deep.equal({ is: "expired" });
    expect(at(minutes(1), ahead.record, "3", minutes(70)).outcome).to.deep.equal({ is: "expired" });
    expect(at(minutes(2), ahead.record, "4", minutes(12)).outcome).to.include({ is: "signed-in" });
  });

  it("takes none from before an old copy of the record was put back: it may have been spent since", () => {
    const minutes = (n: number) => now + n * 60_000;
    const { record } = afterRestore(anna(), rules(true), now);
    expect(attempt(record, both, rules(true), { id: "1", expires: minutes(10) }).outcome).to.deep.equal({
      is: "expired",
    });
    const later = attempt(record, both, rules(true), { id: "2", expires: minutes(10) + 1 });
    expect(later.outcome).to.include({ is: "signed-in" });
  });

  const copy: Finding = { right: false, copied: true };
  const counted = (record: OperatorRecord, finding: Finding) => {
    const ticket = { id: "1", expires: now + 1 };
    const given = { strategy: "key", credential: "key-1", finding, client, fresh, ticket, counted: true };
    return signInAlone(record, rules(true), given, now);
  };

  it("writes of a copy that it was there, once it was counted, and spends the ticket", () => {
    const untouched = anna();
    const first = attempt(untouched, copy);
    expect(first.outcome).to.deep.equal({ is: "copied" });
    expect(first.record).to.equal(untouched);
    const { record, outcome } = counted(untouched, copy);
    expect(outcome).to.deep.equal({ is: "wrong" });
    expect(record.events.last.at(-1)).to.include({ type: "copied", strategy: "key" });
    expect(attempt(record, copy).outcome).to.deep.equal({ is: "used" });
  });

  it("tells a copy by the record as it is at the commit: of two at once, the second was judged before the first counted", () => {
    const uses = { consume: () => undefined, copied: () => true };
    const counting = new Map([...able, ["key", { ...able.get("key"), ...uses } as never]]);
    const record = anna();
    const late = { ...both, use: 7 };
    const step = attempt(record, late, { ...rules(true), catalogue: counting });
    expect(step.outcome).to.deep.equal({ is: "copied" });
    expect(step.record).to.equal(record);
    // Where a strategy does not say so, it is no copy, and nothing is written of it.
    const silent = new Map([...counting, ["key", { ...able.get("key"), consume: () => undefined } as never]]);
    const other = attempt(record, late, { ...rules(true), catalogue: silent });
    expect(other.outcome).to.deep.equal({ is: "wrong" });
    expect(other.record).to.equal(record);
  });

  it("tells a copy at the commit in a step of a session as well, and charges it", () => {
    const uses = { consume: () => undefined, copied: () => true };
    const counting = new Map([...able, ["key", { ...able.get("key"), ...uses } as never]]);
    const { record } = attempt(anna(), both);
    const [session] = record.sessions;
    if (session === undefined) throw new Error("no session");
    const ref = { kind: "session", id: session.id, hash: session.hash } as const;
    const given = { strategy: "key", credential: "key-1", finding: { ...both, use: 7 }, fresh, trust: false };
    const step = answer(record, { ...rules(true), catalogue: counting }, ref, given, now + 1000);
    expect(step.outcome).to.deep.equal({ is: "wrong" });
    expect(step.record.events.last.at(-1)).to.include({ type: "copied", strategy: "key" });
    const failed = step.record.sessions[0]?.failed;
    expect(Object.values({ ...failed?.device, ...failed?.strangers })).to.deep.equal([1]);
  });

  it("stays a session when its key, later, proves no more than that it is there", () => {
    const { record } = attempt(anna(), both);
    const [session] = record.sessions;
    if (session === undefined) throw new Error("no session");
    const ref = { kind: "session", id: session.id, hash: session.hash } as const;
    const step = (from: OperatorRecord, amr: readonly string[], when: number) =>
      answer(
        from,
        rules(true),
        ref,
        {
          ...{ strategy: "key", credential: "key-1", finding: { right: true, amr } },
          ...{ fresh: { token: { id: "t2", hash: "t2" }, device: fresh.device }, trust: false },
        },
        when,
      ).record;
    const stepped = step(record, ["hwk"], now + 1000);
    const after = stepped.sessions[0];
    if (after === undefined) throw new Error("no session after it");
    expect(decide(stepped, rules(true), after, {}, now + 1000).ok).to.equal(true);
    expect(after.proofs.map(({ at }) => at)).to.deep.equal([now, now + 1000]);
  });

  it("makes a session that is one for as long as the policy takes it", () => {
    const { record } = attempt(anna(), both);
    const [session] = record.sessions;
    if (session === undefined) throw new Error("no session");
    expect(decide(record, rules(true), session, {}, now).ok).to.equal(true);
    expect(decide(record, rules(true), session, { maxAge: 60 }, now).ok).to.equal(true);
    expect(decide(record, rules(false), session, {}, now).ok).to.equal(false);
    const [proof] = session.proofs;
    if (proof === undefined) throw new Error("no proof");
    expect(satisfied(rules(true), [proof])).to.equal(true);
    expect(satisfied(rules(true), [{ ...proof, via: "browser" }]), "as a browser remembers it").to.equal(
      false,
    );
    const remembered = {
      ...session,
      proofs: session.proofs.map((proof) => ({ ...proof, via: "browser" as const })),
    };
    expect(decide(record, rules(true), remembered, {}, now).ok).to.equal(false);
  });
});
