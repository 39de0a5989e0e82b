import { expect } from "chai";
import Keyv from "keyv";
import { wrap } from "../../lib/store-kit/index.js";
import { toBackend } from "../../storage/index.js";
import { storageSuite } from "../suites/storage-suite.js";
import { StrangeAdapter } from "./strange-adapter.js";

const over = (store: StrangeAdapter) =>
  toBackend(new Keyv({ store, namespace: "mfa" }), { singleProcess: true });

storageSuite("Any other adapter, in one process", async () => {
  const adapter = new StrangeAdapter();
  return { backend: over(adapter), reopen: async () => over(adapter) };
});

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
