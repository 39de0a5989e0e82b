import { expect } from "chai";
import fc from "fast-check";
import { scriptedBackend } from "./scripted-backend.js";
import { failureOf, vaultOf } from "./vault-of.js";

describe("Two processes on one store", () => {
  it("count exactly, whoever loses a swap", async () => {
    const backend = scriptedBackend();
    const [one, two] = [vaultOf(backend), vaultOf(backend)];
    await Promise.all(Array.from({ length: 50 }, () => [one.add("a"), two.add("a")]).flat());
    expect(await one.boxes.read("a", { fresh: true })).to.deep.equal({ n: 100 });
  });

  it("count exactly in any order of updates, reads and deaths of either", async () => {
    const step = fc.record({
      who: fc.constantFrom(0, 1),
      what: fc.constantFrom("add", "read", "peek", "stay", "fail before"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const backend = scriptedBackend();
        const processes = [vaultOf(backend), vaultOf(backend)];
        let added = 0;
        for (const { who, what } of steps) {
          const { boxes, add } = processes[who] ?? expect.fail();
          if (what === "peek") boxes.peek("a");
          if (what === "read") expect((await boxes.read("a", { fresh: true }))?.n ?? 0).to.equal(added);
          if (what === "stay") {
            const seen = await boxes.update("a", (box) => ({ next: box, outcome: box?.n ?? 0 }));
            expect(seen, "an update that writes nothing tells what the store has").to.equal(added);
          }
          if (what === "add") {
            added += 1;
            expect(await add("a")).to.equal(added);
          }
          if (what === "fail before") {
            backend.next("swap", "fail before");
            expect(await failureOf(add("a"))).to.include({ code: "ERR_MFA_STORAGE" });
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("do not refuse a change because of what one of them still holds", async () => {
    const backend = scriptedBackend();
    const [one, two] = [vaultOf(backend), vaultOf(backend)];
    expect(await one.boxes.read("a")).to.equal(undefined);
    await two.add("a");
    const outcome = await one.boxes.update("a", (box) => {
      if (box === undefined) throw new Error("there is none");
      return { next: { n: box.n + 1 }, outcome: "changed" };
    });
    expect(outcome).to.equal("changed");
    expect(await two.boxes.read("a", { fresh: true })).to.deep.equal({ n: 2 });
  });

  it("runs a change again on the fresh value when the swap was lost, and asks the store once for it", async () => {
    const backend = scriptedBackend();
    const [one, two] = [vaultOf(backend), vaultOf(backend)];
    await one.add("a");
    await two.add("a");
    const reads = backend.calls.read;
    const seen: unknown[] = [];
    const told: unknown[] = [];
    one.boxes.watch((_, box) => told.push(box?.n));
    await one.boxes.update("a", (box) => {
      seen.push(box?.n);
      return { next: { n: 10 }, outcome: undefined };
    });
    expect(seen).to.deep.equal([1, 2]);
    expect(told, "of the swap that won only").to.deep.equal([10]);
    expect(backend.calls.read - reads).to.equal(1);
  });

  it("trust no longer what a lost swap has shown to be old, even when the store then fails", async () => {
    const backend = scriptedBackend();
    const [one, two] = [vaultOf(backend), vaultOf(backend)];
    await one.add("a");
    await two.add("a");
    backend.next("read", "fail before");
    expect(await failureOf(one.add("a"))).to.include({ code: "ERR_MFA_STORAGE" });
    expect(one.boxes.peek("a")).to.equal(undefined);
  });

  it("runs changes of one record one after the other, so that none of one process loses to another", async () => {
    const backend = scriptedBackend();
    const { add } = vaultOf(backend);
    await Promise.all(Array.from({ length: 50 }, () => add("a")));
    expect(backend.calls).to.include({ swap: 50, read: 1 });
  });
});
