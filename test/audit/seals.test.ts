import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import type { Backend, Mfa, MfaOptions } from "../../lib/index.js";
import { createMfa } from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import { password } from "../../strategies/index.js";
import { createTestClock } from "../support/test-clock.js";
import { until } from "../support/until.js";

describe("The audit that cannot be quietly edited", () => {
  const secret = randomBytes(32).toString("base64");
  const clock = createTestClock();
  const dayLong = 86_400_000;
  let backend: Backend;
  let open: Mfa[];
  beforeEach(() => {
    backend = memory();
    open = [];
  });
  afterEach(async () => {
    for (const mfa of open) await mfa.close();
  });

  /** One process; they share the storage, and none of them closes it for the others. */
  const start = async (more: Partial<Backend> = {}, options: Partial<MfaOptions> = {}) => {
    const mfa = createMfa({
      issuer: "Net2",
      url: "http://localhost/mfa",
      secret,
      strategies: [password()],
      initialPolicy: "off",
      storage: { ...backend, shared: true, close: async () => {}, ...more },
      clock: clock.now,
      ...options,
    });
    await mfa.ready();
    open.push(mfa);
    return mfa;
  };
  const keysOf = async (prefix: string) =>
    (await backend.list(`${prefix}:`, undefined, 10_000)).map(([key]) => key);
  const rawOf = async (key: string) => (await backend.read([key]))[0];
  const put = async (key: string, next: string | undefined) => {
    expect(await backend.swap(key, await rawOf(key), next)).to.equal(true);
  };
  /** Lines of two processes, all under their seals. */
  const written = async (count = 6) => {
    const first = await start();
    const processes = [first, await start()];
    for (let number = 0; number < count; number += 1) {
      await processes[number % 2]?.operators.add({ username: `op${number}` });
      clock.advance(1000);
      // So that each process has made more than one seal.
      if (number % (count / 2) === count / 2 - 1) await sealed(first, number + 1);
    }
    clock.advance(120_000);
    return first;
  };
  const sealed = (mfa: Mfa, count: number) =>
    until(async () => {
      const verdict = await mfa.maintenance.verifyAudit();
      return verdict.lines > count && verdict.open === 0 && verdict.problems.length === 0;
    }, 5000);
  const problems = async (mfa: Mfa, against?: unknown) =>
    (await mfa.maintenance.verifyAudit(against)).problems;

  it("has nothing wrong as it was written, by two processes at once, and over a restart", async () => {
    const mfa = await written();
    expect(await problems(mfa)).to.deep.equal([]);
    for (const process of open) await process.close();
    const later = await start();
    await later.operators.add({ username: "later" });
    await until(async () => (await later.maintenance.verifyAudit()).open === 0, 3000);
    clock.advance(120_000);
    expect(await problems(later)).to.deep.equal([]);
  });

  it("seals a line that it found written before it closes, and asks the storage for nothing afterwards", async () => {
    await (await start()).close();
    const killed = await start({
      swap: async (key, ...change) => !key.startsWith("seal:") && backend.swap(key, ...change),
    });
    const { id } = await killed.operators.add({ username: "anna" });
    await until(async () => (await keysOf("audit")).length > 0, 3000);
    await killed.close();
    let closed = false;
    const late: string[] = [];
    const noted = (key: string) => closed && late.push(key);
    const mfa = await start({
      async read(keys) {
        keys.forEach(noted);
        if (keys.some((key) => key.startsWith("audit:"))) await pause(100);
        return backend.read(keys);
      },
      async swap(key, ...change) {
        noted(key);
        if (key.startsWith("audit:")) await pause(200);
        return backend.swap(key, ...change);
      },
      async close() {
        closed = true;
      },
    });
    await mfa.operators.update(id, { name: "Anna" });
    await mfa.close();
    await pause(800);
    expect(late).to.deep.equal([]);
    const later = await start();
    clock.advance(120_000);
    expect((await problems(later)).filter(({ what }) => what === "unsealed")).to.deep.equal([]);
  });

  it("shows a line that was taken out", async () => {
    const mfa = await written();
    const [key = ""] = await keysOf("audit");
    await put(key, undefined);
    expect(await problems(mfa)).to.deep.equal([{ what: "removed", id: key.slice("audit:".length) }]);
  });

  it("shows a line that was changed, moved or exchanged with another: it does not open", async () => {
    const mfa = await written();
    const [one = "", two = ""] = await keysOf("audit");
    const [first, second] = [await rawOf(one), await rawOf(two)];
    await put(one, second);
    await put(two, first);
    const found = await problems(mfa);
    expect(found.filter(({ what }) => what === "unreadable")).to.have.length(2);
    await put(one, first);
    await put(two, second?.replace(/.{6}"/, 'AAAAAA"'));
    expect((await problems(mfa)).map(({ what }) => what)).to.include("unreadable");
  });

  it("shows an old value of a line in its place: it was another one", async () => {
    const mfa = await written();
    const [key = ""] = await keysOf("audit");
    // Whoever has the secret, and not the seals' chain: a line sealed anew with other content.
    const other = createMfa({
      issuer: "Net2",
      url: "http://localhost/mfa",
      secret,
      strategies: [password()],
      storage: { ...backend, shared: true, close: async () => {} },
      clock: clock.now,
    });
    await other.ready({ beside: true });
    open.push(other);
    const { createKeyring } = await import("../../lib/crypto/index.js");
    const { unwrap, wrap } = await import("../../lib/store-kit/index.js");
    const keyring = createKeyring([secret]);
    const id = key.slice("audit:".length);
    const { value, expires } = unwrap((await rawOf(key)) ?? "");
    const line = { ...JSON.parse(keyring.open("audit", id, value)), address: "192.0.2.1" };
    await put(key, wrap(keyring.seal("audit", id, JSON.stringify(line)), expires));
    expect(await problems(mfa)).to.deep.equal([{ what: "changed", id }]);
  });

  it("shows a line that was put in, or doubled under another id", async () => {
    const mfa = await written();
    const { createKeyring } = await import("../../lib/crypto/index.js");
    const { unwrap, wrap } = await import("../../lib/store-kit/index.js");
    const keyring = createKeyring([secret]);
    const [key = ""] = await keysOf("audit");
    const { value, expires } = unwrap((await rawOf(key)) ?? "");
    const id = key.slice("audit:".length);
    const copy = `${id.slice(0, -1)}x`;
    await put(`audit:${copy}`, wrap(keyring.seal("audit", copy, keyring.open("audit", id, value)), expires));
    expect(await problems(mfa)).to.deep.equal([{ what: "unsealed", id: copy }]);
  });

  it("shows a seal that was taken out or changed, with what it had sealed", async () => {
    const mfa = await written(12);
    const seals = await keysOf("seal");
    expect(seals.length).to.be.above(2);
    const chain = seals[0]?.split(".")[0];
    const own = seals.filter((key) => key.startsWith(`${chain}.`));
    expect(own.length).to.be.above(1);
    await put(own[0] ?? "", undefined);
    const found = await problems(mfa);
    expect(found.map(({ what }) => what))
      .to.include("seal-removed")
      .and.include("unsealed");
  });

  it("shows an end that was cut off, against a checkpoint that was kept elsewhere", async () => {
    const mfa = await written(12);
    const checkpoint = JSON.parse(JSON.stringify(await mfa.maintenance.auditCheckpoint()));
    expect(await problems(mfa, checkpoint)).to.deep.equal([]);
    const seals = await keysOf("seal");
    const last = seals.filter((key) => key.startsWith(seals[0]?.split(".")[0] ?? "")).at(-1) ?? "";
    const { createKeyring } = await import("../../lib/crypto/index.js");
    const { unwrap } = await import("../../lib/store-kit/index.js");
    const content = createKeyring([secret]).open(
      "seal",
      last.slice("seal:".length),
      unwrap((await rawOf(last)) ?? "").value,
    );
    for (const [id] of (JSON.parse(content) as { lines: [string, string][] }).lines)
      await put(`audit:${id}`, undefined);
    await put(last, undefined);
    expect(await problems(mfa), "the end alone tells nothing").to.deep.equal([]);
    expect((await problems(mfa, checkpoint)).map(({ what }) => what)).to.deep.equal(["seal-removed"]);
    const forged = { ...checkpoint, at: checkpoint.at + 1 };
    for (const wrong of [forged, {}, "x", null])
      await mfa.maintenance.verifyAudit(wrong).then(
        () => expect.fail("it was taken"),
        (error: unknown) => expect(error).to.have.property("code", "ERR_MFA_INPUT"),
      );
  });

  it("lets what is older than its days go, seals and all, without a word", async () => {
    const mfa = await written();
    clock.advance(364 * dayLong);
    await mfa.operators.add({ username: "young" });
    await until(async () => (await mfa.maintenance.verifyAudit()).open === 0, 3000);
    clock.advance(3 * dayLong);
    await backend.sweep(clock.now());
    const verdict = await mfa.maintenance.verifyAudit();
    expect(verdict.problems).to.deep.equal([]);
    expect(verdict.lines).to.be.below(3);
  });

  it("stays what it was when the secret is another one, and so does a checkpoint", async () => {
    const mfa = await written();
    const checkpoint = await mfa.maintenance.auditCheckpoint();
    await mfa.close();
    const fresh = randomBytes(32).toString("base64");
    const between = await start({}, { secret: [fresh, secret] });
    expect((await between.maintenance.reseal()).complete).to.equal(true);
    for (const process of open) await process.close();
    const later = await start({}, { secret: fresh });
    expect(await problems(later, checkpoint)).to.deep.equal([]);
  });

  it("lets a line go that was written long after it happened, when its own days are over", async () => {
    const killed = await start({
      swap: (key, ...values) =>
        key.startsWith("audit:") ? Promise.reject(new Error("no room")) : backend.swap(key, ...values),
    });
    const { id } = await killed.operators.add({ username: "anna" });
    await killed.close();
    clock.advance(360 * dayLong);
    const mfa = await start();
    await mfa.operators.update(id, { name: "Anna" });
    await sealed(mfa, 1);
    clock.advance(10 * dayLong);
    await backend.sweep(clock.now());
    expect(await problems(mfa)).to.deep.equal([]);
  });

  it("misses nothing where a process had nothing to write for longer than the days are", async () => {
    const mfa = await start();
    await mfa.operators.add({ username: "anna" });
    await sealed(mfa, 0);
    clock.advance(370 * dayLong);
    await backend.sweep(clock.now());
    await mfa.operators.add({ username: "bo" });
    await sealed(mfa, 0);
    expect(await problems(mfa)).to.deep.equal([]);
  });

  it("misses nothing that a checkpoint names and whose days are over since", async () => {
    const first = await start();
    await first.operators.add({ username: "anna" });
    await sealed(first, 0);
    await first.close();
    clock.advance(360 * dayLong);
    const mfa = await start();
    const checkpoint = await mfa.maintenance.auditCheckpoint();
    clock.advance(10 * dayLong);
    await backend.sweep(clock.now());
    expect(await problems(mfa, checkpoint)).to.deep.equal([]);
  });

  it("goes by the days for which lines were kept when they were written", async () => {
    const short = await start({}, { audit: { days: 30 } });
    for (const [at, username] of ["anna", "bo"].entries()) {
      await short.operators.add({ username });
      await sealed(short, at + 1);
      clock.advance(20 * dayLong);
    }
    await short.close();
    const mfa = await start();
    await backend.sweep(clock.now());
    expect(await problems(mfa)).to.deep.equal([]);
  });

  it("shows a start of a chain that was cut off before its days were over", async () => {
    const mfa = await start({}, { audit: { days: 2 } });
    for (const [at, username] of ["anna", "bo"].entries()) {
      await mfa.operators.add({ username });
      await sealed(mfa, at + 1);
    }
    const [first = ""] = await keysOf("seal");
    await put(first, undefined);
    expect((await problems(mfa)).map(({ what }) => what)).to.include("seal-removed");
  });

  it("seals what a store refused at first, once", async () => {
    let broken = true;
    const mfa = await start({
      swap: (key, ...values) =>
        broken && key.startsWith("seal:")
          ? Promise.reject(new Error("no room"))
          : backend.swap(key, ...values),
    });
    for (let number = 0; number < 5; number += 1) await mfa.operators.add({ username: `op${number}` });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await keysOf("seal")).to.deep.equal([]);
    broken = false;
    await until(async () => (await mfa.maintenance.verifyAudit()).open === 0, 5000);
    clock.advance(120_000);
    expect(await problems(mfa)).to.deep.equal([]);
  });
});
