import { expect } from "chai";
import { createCache } from "../../lib/store/cache.js";
import { createTestClock } from "../support/test-clock.js";
import { gate, scriptedBackend } from "./scripted-backend.js";
import { type Box, failureOf, vaultOf } from "./vault-of.js";

describe("peek", () => {
  it("answers for as long as a value may be trusted, without asking the store", async () => {
    const clock = createTestClock();
    const backend = scriptedBackend();
    const { boxes, add } = vaultOf(backend, { clock: clock.now, staleness: 1000 });
    expect(boxes.peek("a")).to.equal(undefined);
    await add("a");
    clock.advance(999);
    expect(boxes.peek("a")).to.deep.equal({ n: 1 });
    const reads = backend.calls.read;
    await boxes.read("a");
    expect(backend.calls.read).to.equal(reads);
    clock.advance(1);
    expect(boxes.peek("a")).to.equal(undefined);
    await boxes.read("a");
    expect(backend.calls.read).to.equal(reads + 1);
    clock.advance(-1);
    expect(boxes.peek("a"), "a clock that went back").to.equal(undefined);
  });

  it("never answers when staleness is 0", async () => {
    const { boxes, add } = vaultOf(scriptedBackend(), { clock: createTestClock().now, staleness: 0 });
    await add("a");
    await boxes.read("a");
    expect(boxes.peek("a")).to.equal(undefined);
  });

  it("always answers where nobody else writes, whatever staleness is", async () => {
    const clock = createTestClock();
    const { boxes, add } = vaultOf(scriptedBackend({ shared: false }), { clock: clock.now, staleness: 0 });
    await add("a");
    clock.advance(10 ** 9);
    expect(boxes.peek("a")).to.deep.equal({ n: 1 });
    clock.advance(-2 * 10 ** 9);
    expect(boxes.peek("a")).to.deep.equal({ n: 1 });
  });

  it("counts the age of a value from when it was asked for, not from when the answer came", async () => {
    const clock = createTestClock();
    const backend = scriptedBackend();
    const [one, two] = [vaultOf(backend, { clock: clock.now }), vaultOf(backend, { clock: clock.now })];
    await two.add("a");
    const slow = gate("after");
    backend.next("read", slow);
    const reading = one.boxes.read("a");
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1000);
    slow.open();
    expect(await reading).to.deep.equal({ n: 1 });
    expect(one.boxes.peek("a")).to.equal(undefined);
  });
});

describe("What is held", () => {
  it("keeps its identity while the store has the same", async () => {
    const clock = createTestClock();
    let parsed = 0;
    const backend = scriptedBackend();
    const { vault, add } = vaultOf(backend, { clock: clock.now });
    await add("a");
    const boxes = vault.collection<Box>({
      prefix: "box",
      parse(stored) {
        parsed += 1;
        return stored as Box;
      },
    });
    const first = await boxes.read("a");
    clock.advance(5000);
    expect(await boxes.read("a", { fresh: true })).to.equal(first);
    expect(boxes.peek("a")).to.equal(first);
    expect(parsed).to.equal(1);
  });

  it("is never covered by a read that began before a commit of this process", async () => {
    for (const shared of [true, false]) {
      const backend = scriptedBackend({ shared });
      const { boxes, add } = vaultOf(backend);
      await add("a");
      const slow = gate("after");
      backend.next("read", slow);
      const reading = boxes.read("a", { fresh: true });
      await new Promise((resolve) => setImmediate(resolve));
      await add("a");
      slow.open();
      expect(await reading).to.deep.equal({ n: 1 });
      expect(boxes.peek("a")).to.deep.equal({ n: 2 });
    }
  });

  it("is never covered by an earlier read whose answer came later", async () => {
    const backend = scriptedBackend();
    const [one, two] = [vaultOf(backend), vaultOf(backend)];
    await two.add("a");
    const slow = gate("after");
    backend.next("read", slow);
    const early = one.boxes.read("a");
    await new Promise((resolve) => setImmediate(resolve));
    await two.add("a");
    expect(await one.boxes.read("a", { fresh: true })).to.deep.equal({ n: 2 });
    slow.open();
    await early;
    expect(one.boxes.peek("a")).to.deep.equal({ n: 2 });
  });

  it("is of 10,000 keys at most, those used last; and those gone are not covered by old reads either", () => {
    const cache = createCache<number>(Date.now, Number.POSITIVE_INFINITY);
    const held = (value: number) => ({ raw: String(value), value, expires: undefined });
    const old = cache.mark();
    cache.commit("a", held(-1), cache.mark());
    for (let n = 0; n < 10_000; n += 1) {
      cache.keep(`k${n}`, held(n), cache.mark());
      cache.get("k0");
    }
    expect(cache.get("a")).to.equal(undefined);
    cache.keep("a", held(-2), old);
    expect(cache.get("a")).to.equal(undefined);
    cache.keep("b", held(-3), cache.mark());
    expect(cache.get("k0")?.value).to.equal(0);
    expect(cache.get("k1")).to.equal(undefined);
  });

  it("is given up when the store does not answer: a fault lets nobody in on what was", async () => {
    const clock = createTestClock();
    const backend = scriptedBackend();
    const { boxes, add } = vaultOf(backend, { clock: clock.now });
    await add("a");
    clock.advance(1000);
    backend.next("read", "fail before");
    expect(await failureOf(boxes.read("a"))).to.include({ code: "ERR_MFA_STORAGE" });
  });
});
