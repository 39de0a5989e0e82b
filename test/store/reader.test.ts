import { expect } from "chai";
import { createReader } from "../../lib/store/reader.js";
import { scriptedBackend } from "./scripted-backend.js";

describe("A reader", () => {
  const asked = () => {
    const backend = scriptedBackend();
    const calls: (readonly string[])[] = [];
    const read = createReader({
      ...backend,
      read(keys) {
        calls.push(keys);
        return backend.read(keys);
      },
    });
    return { backend, calls, read };
  };

  it("asks for what is wanted in one turn by one call, each key once, and gives each its own", async () => {
    const { backend, calls, read } = asked();
    await backend.raw.swap("a", undefined, "1");
    await backend.raw.swap("b", undefined, "2");
    expect(await Promise.all(["b", "a", "none", "b"].map(read))).to.deep.equal(["2", "1", undefined, "2"]);
    expect(calls).to.deep.equal([["b", "a", "none"]]);
  });

  it("asks again in the next turn: what was under way is older than the question", async () => {
    const { backend, calls, read } = asked();
    const early = read("a");
    await new Promise((resolve) => setImmediate(resolve));
    await backend.raw.swap("a", undefined, "1");
    expect(await read("a")).to.equal("1");
    await early;
    expect(calls).to.have.lengthOf(2);
  });

  it("asks for 256 keys at once at most", async () => {
    const { calls, read } = asked();
    await Promise.all(Array.from({ length: 600 }, (_, n) => read(`k${n}`)));
    expect(calls.map((keys) => keys.length)).to.deep.equal([256, 256, 88]);
  });

  it("takes no answer that is shorter than what was asked: what is missing would read as absent", async () => {
    const read = createReader({ ...scriptedBackend(), read: async () => ["1"] });
    const told = await Promise.allSettled([read("a"), read("b")]);
    expect(told.map(({ status }) => status)).to.deep.equal(["rejected", "rejected"]);
  });

  it("tells a fault to all who wait, and to nobody after them", async () => {
    const { backend, read } = asked();
    backend.next("read", "fail before");
    const told = await Promise.allSettled([read("a"), read("b")]);
    expect(told.map(({ status }) => status)).to.deep.equal(["rejected", "rejected"]);
    expect(await read("a")).to.equal(undefined);
  });
});
