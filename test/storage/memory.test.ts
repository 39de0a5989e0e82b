import { expect } from "chai";
import Keyv from "keyv";
import { wrap } from "../../lib/store-kit/index.js";
import { storageSuite } from "../../lib/testing/index.js";
import { toBackend } from "../../storage/index.js";
import { memoryBackend } from "../../storage/keyv/memory.js";
import { memory } from "../../storage/memory.js";

storageSuite({ describe, it }, async () => ({ backend: memory() }), { name: "memory()", kept: false });

storageSuite(
  { describe, it },
  async () => ({ backend: toBackend(new Keyv({ namespace: "net2" }), { singleProcess: false }) }),
  { name: "A Keyv instance over its own Map", kept: false },
);

describe("memory", () => {
  it("writes what Keyv itself reads, under the namespace of the instance", async () => {
    const keyv = new Keyv<string>({ namespace: "net2" });
    const backend = toBackend(keyv, { singleProcess: false });
    await backend.swap("op:1", undefined, wrap("sealed"));
    expect(await keyv.get("op:1")).to.equal("sealed");
    expect([...(keyv.store as Map<string, string>).keys()]).to.deep.equal(["net2:op:1"]);
  });

  it("says that nobody else writes, so that what is held may be trusted", () => {
    expect(memory().shared).to.equal(false);
  });

  it("sweeps past what others keep in the same Map", async () => {
    const store = new Map<string, string>([
      ["mfa:other", "no JSON"],
      ["mfa:counter", '{"value":7,"expires":1}'],
      ["elsewhere:1", wrap("x", 1)],
    ]);
    const backend = memoryBackend({ store, namespace: "mfa" });
    await backend.swap("try:1", undefined, wrap("expired", 1));
    await backend.sweep(Date.now());
    expect([...store.keys()])
      .to.include.members(["mfa:other", "elsewhere:1"])
      .and.not.include("mfa:try:1");
  });
});
