import { expect } from "chai";
import { gate, scriptedBackend } from "./scripted-backend.js";
import { failureOf, vaultOf } from "./vault-of.js";

const fault = { code: "ERR_MFA_STORAGE", status: 503 };
const deadline = 60;

describe("A store that fails", () => {
  it("is told as one fault, with the cause kept, whatever was asked", async () => {
    const backend = scriptedBackend();
    const { boxes, add } = vaultOf(backend);
    const calls = [
      ["read", () => boxes.read("a")],
      ["read", () => add("a")],
      ["swap", () => add("a")],
      ["list", () => boxes.list(undefined, 1)],
    ] as const;
    for (const [call, work] of calls) {
      backend.next(call, "fail before");
      const error = await failureOf(work());
      expect(error, call).to.include(fault);
      expect(error.cause).to.be.an("error").with.property("message", "connect ECONNREFUSED");
    }
    expect(await add("a")).to.equal(1);
  });

  for (const shared of [true, false]) {
    const trust = shared ? "shared" : "not shared";

    it(`is asked again after a write whose effect nobody knows (${trust})`, async () => {
      const backend = scriptedBackend({ shared });
      const { boxes, add } = vaultOf(backend);
      await add("a");
      backend.next("swap", "fail after");
      expect(await failureOf(add("a"))).to.include(fault);
      expect(boxes.peek("a")).to.equal(undefined);
      expect(await boxes.read("a")).to.deep.equal({ n: 2 });
      expect(await add("a")).to.equal(3);
    });
  }

  it("does not count on a read that began before a write whose effect nobody knows", async () => {
    const backend = scriptedBackend({ shared: false });
    const { boxes, add } = vaultOf(backend);
    await add("a");
    const slow = gate("after");
    backend.next("read", slow);
    const reading = boxes.read("a", { fresh: true });
    await new Promise((resolve) => setImmediate(resolve));
    backend.next("swap", "fail after");
    await failureOf(add("a"));
    slow.open();
    await reading;
    expect(boxes.peek("a")).to.equal(undefined);
    expect(await boxes.read("a")).to.deep.equal({ n: 2 });
  });
});

describe("A store that hangs", () => {
  it("is given up at the deadline, for each call and for the queue behind it", async () => {
    for (const [call, fate] of [
      ["read", "hang before"],
      ["swap", "hang before"],
      ["swap", "hang after"],
    ] as const) {
      const backend = scriptedBackend();
      const { add } = vaultOf(backend, { deadline });
      backend.next(call, fate);
      const start = performance.now();
      const first = failureOf(add("a"));
      // Their deadline is the same: on a busy machine one may come just in time after the first was given up.
      const behind = await Promise.allSettled(Array.from({ length: 4 }, () => add("a")));
      expect(await first).to.include(fault);
      expect(performance.now() - start, `${call} ${fate}`).to.be.within(deadline - 5, deadline * 4);
      for (const end of behind) if (end.status === "rejected") expect(end.reason).to.include(fault);
      const counted = behind.filter(({ status }) => status === "fulfilled").length;
      const unseen = fate === "hang after" ? 1 : 0;
      expect(await add("a"), "what was told to have happened has, and nothing else").to.equal(
        counted + unseen + 1,
      );
    }
  });

  it("is asked again, and what was held not trusted, when it took a write and did not say so", async () => {
    const backend = scriptedBackend({ shared: false });
    const { boxes, add } = vaultOf(backend, { deadline });
    await add("a");
    backend.next("swap", "hang after");
    expect(await failureOf(add("a"))).to.include(fault);
    expect(boxes.peek("a")).to.equal(undefined);
    expect(await boxes.read("a")).to.deep.equal({ n: 2 });
  });

  it("holds back neither another record nor the next update of this one", async () => {
    const backend = scriptedBackend();
    const { add } = vaultOf(backend, { deadline });
    backend.next("swap", "hang before");
    const hung = failureOf(add("a"));
    expect(await add("b")).to.equal(1);
    await new Promise((resolve) => setTimeout(resolve, deadline / 2));
    const next = add("a"); // its own deadline is later than that of the one that hangs
    expect(await hung).to.include(fault);
    expect(await next).to.equal(1);
  });

  it("is not asked on behalf of those whose deadline passed in the queue", async () => {
    const backend = scriptedBackend();
    const { add } = vaultOf(backend, { deadline });
    backend.next("read", "hang before");
    const all = Array.from({ length: 5 }, () => failureOf(add("a")));
    await new Promise((resolve) => setImmediate(resolve));
    const busyUntil = performance.now() + deadline * 2;
    while (performance.now() < busyUntil); // as by another request's work
    await Promise.all(all);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(backend.calls).to.include({ read: 1, swap: 0 });
  });

  it("answers within 2 seconds by default", async () => {
    const backend = scriptedBackend();
    const { boxes, add } = vaultOf(backend);
    for (const call of ["read", "read", "list"] as const) backend.next(call, "hang before");
    const start = performance.now();
    const failures = [boxes.read("a"), add("b"), boxes.list(undefined, 1)].map(failureOf);
    for (const error of await Promise.all(failures)) expect(error).to.include(fault);
    expect(performance.now() - start).to.be.within(1400, 2000);
  });

  it("is not trusted by what it held when a write that was given up takes effect in the end", async () => {
    const backend = scriptedBackend({ shared: false });
    const { boxes, add } = vaultOf(backend, { deadline });
    await add("a");
    const late = gate("before");
    backend.next("swap", late);
    expect(await failureOf(add("a"))).to.include(fault);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await boxes.read("a")).to.deep.equal({ n: 1 });
    late.open();
    await new Promise((resolve) => setImmediate(resolve));
    expect(boxes.peek("a")).to.equal(undefined);
    expect(await boxes.read("a")).to.deep.equal({ n: 2 });
  });
});
