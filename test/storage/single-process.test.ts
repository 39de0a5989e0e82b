import { expect } from "chai";
import Keyv from "keyv";
import { wrap } from "../../lib/store-kit/index.js";
import { storageSuite } from "../../lib/testing/index.js";
import { toBackend } from "../../storage/index.js";
import { StrangeAdapter } from "./strange-adapter.js";

const over = (store: StrangeAdapter) =>
  toBackend(new Keyv({ store, namespace: "mfa" }), { singleProcess: true });

storageSuite(
  { describe, it },
  async () => {
    const adapter = new StrangeAdapter();
    return { backend: over(adapter), reopen: async () => over(adapter) };
  },
  { name: "Any other adapter, in one process" },
);

describe("single-process", () => {
  it("tells a fault of the adapter, and never takes it for an absence", async () => {
    const adapter = new StrangeAdapter();
    const backend = over(adapter);
    await backend.swap("op:1", undefined, wrap("kept"));
    adapter.fault = new Error("the disk is gone");
    const calls = [
      () => backend.read(["op:1"]),
      () => backend.swap("op:1", undefined, wrap("new")),
      () => backend.list("op:", undefined, 1),
    ];
    for (const call of calls) {
      const error = await call().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).to.equal(adapter.fault);
    }
    adapter.fault = undefined;
    expect(await backend.read(["op:1"])).to.deep.equal([wrap("kept")]);
    expect(await backend.swap("op:1", wrap("kept"), wrap("new"))).to.equal(true);
  });

  it("is held up by a call that hangs for that key only", async () => {
    const adapter = new StrangeAdapter();
    const backend = over(adapter);
    const set = adapter.set.bind(adapter);
    adapter.set = (key, value) => (key === "mfa:op:1" ? new Promise(() => {}) : set(key, value));
    void backend.swap("op:1", undefined, wrap("hangs"));
    expect(await backend.swap("op:2", undefined, wrap("kept"))).to.equal(true);
  });

  it("tells the adapter for how many milliseconds it is to keep a value", async () => {
    const adapter = new StrangeAdapter();
    const backend = over(adapter);
    const told: (number | undefined)[] = [];
    adapter.set = async (_key: string, _value: string, ttl?: number) => void told.push(ttl);
    const now = Date.now();
    for (const expires of [undefined, now + 60_000, now - 1])
      await backend.swap("try:1", undefined, wrap("x", expires), expires);
    expect(told[0]).to.equal(undefined);
    expect(told[1]).to.be.within(50_000, 60_000);
    expect(told[2], "0 would be for ever").to.equal(1);
  });

  it("ends the adapter's connection with its own", async () => {
    let ended = 0;
    const adapter = Object.assign(new StrangeAdapter(), {
      disconnect: async () => {
        ended += 1;
      },
    });
    await over(adapter).close();
    expect(ended).to.equal(1);
  });

  it("refuses a value that is not the text it put", async () => {
    const adapter = new StrangeAdapter();
    adapter.get = async () => ({ value: "parsed" }) as never;
    const error = await over(adapter)
      .read(["op:1"])
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    expect(error).to.be.an.instanceof(TypeError);
  });
});
