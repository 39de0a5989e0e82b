import { expect } from "chai";
import { MfaError } from "../../lib/errors/index.js";
import { unwrap, wrap } from "../../lib/store-kit/index.js";
import { memory } from "../../storage/memory.js";
import { gate, scriptedBackend } from "./scripted-backend.js";
import { failureOf, secret, vaultOf } from "./vault-of.js";

const other = "another secret of the vault's tests, 32 bytes or more";

describe("A vault", () => {
  const close: (() => Promise<void>)[] = [];
  afterEach(() => Promise.all(close.splice(0).map((end) => end())));
  const open = async (...how: Parameters<typeof vaultOf>) => {
    const made = vaultOf(...how);
    await made.vault.open();
    close.push(made.vault.close);
    return made;
  };

  it("says whether it was used before, and is not ready before it says so", async () => {
    const backend = memory();
    const { vault } = vaultOf(backend);
    for (const use of [() => vault.used, () => vault.indexKey("anna")])
      expect(use).to.throw(MfaError).with.property("code", "ERR_MFA_NOT_READY");
    await vault.open();
    expect(vault.used).to.equal(false);
    expect((await open(backend)).vault.used).to.equal(true);
    await vault.close();
  });

  it("keeps no process alive", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const backend = memory();
    await backend.read(["meta"]); // the clock of the test itself runs from its first wait
    const before = timers();
    await open(backend);
    expect(timers()).to.be.at.most(before);
  });

  it("hashes a name the same after every start and every rotation, and differently in every store", async () => {
    const backend = memory();
    const first = (await open(backend)).vault.indexKey("anna");
    expect(first).to.match(/^[\w-]{43}$/);
    expect((await open(backend, { secrets: [other, secret] })).vault.indexKey("anna")).to.equal(first);
    expect((await open(backend)).vault.indexKey("erik")).not.to.equal(first);
    expect((await open(memory())).vault.indexKey("anna")).not.to.equal(first);
  });

  it("reads old values through a rotation, [old, new] and then [new, old], and back", async () => {
    const backend = memory();
    await (await open(backend)).add("a");
    for (const [n, secrets] of [
      [secret, other],
      [other, secret],
      [secret, other],
    ].entries())
      expect(await (await open(backend, { secrets })).add("a")).to.equal(n + 2);
  });

  it("refuses another secret at the start, and says what to do", async () => {
    const backend = memory();
    await open(backend);
    const error = await failureOf(vaultOf(backend, { secrets: [other] }).vault.open());
    expect(error.code).to.equal("ERR_MFA_SECRET");
    expect(error.message).to.include("[new, old]");
  });

  it("refuses data of another version, or of none, and says what to do", async () => {
    for (const said of ['{"version":2}', '{"version":0,"check":"","indexKey":""}', "{}", "[]", "no JSON"]) {
      const backend = memory();
      await backend.swap("meta", undefined, wrap(said));
      const error = await failureOf(vaultOf(backend).vault.open());
      expect(error.code, said).to.equal("ERR_MFA_DATA_VERSION");
      expect(error.message).to.include("backup");
      expect(await backend.read(["meta"])).to.deep.equal([wrap(said)]);
    }
  });

  it("shows nobody the index key: what the store says of itself is sealed but for the version", async () => {
    const backend = memory();
    await open(backend);
    const [raw = ""] = await backend.read(["meta"]);
    const meta = JSON.parse(unwrap(raw).value);
    expect(meta).to.have.all.keys("version", "check", "indexKey");
    for (const sealed of [meta.check, meta.indexKey]) expect(sealed).to.match(/^v1\.[\w-]{8}\.[\w-]{40,}$/);
  });

  it("refuses to begin anew beside records of any kind whose meta value is gone", async () => {
    const backend = memory();
    const { add } = await open(backend);
    await add("a");
    const [raw] = await backend.read(["meta"]);
    await backend.swap("meta", raw, undefined);
    const error = await failureOf(vaultOf(backend).vault.open());
    expect(error.code).to.equal("ERR_MFA_DATA_VERSION");
    expect(error.message).to.include("restore a backup");
    expect(await backend.read(["meta"])).to.deep.equal([undefined]);
  });

  it("takes what another process began at the same moment", async () => {
    const backend = scriptedBackend();
    const made = Array.from({ length: 8 }, () => vaultOf(backend));
    await Promise.all(made.map(({ vault }) => vault.open()));
    expect(new Set(made.map(({ vault }) => vault.indexKey("anna"))).size).to.equal(1);
    expect(made.filter(({ vault }) => !vault.used)).to.have.length(1);
    await Promise.all(made.map(({ vault }) => vault.close()));
  });

  it("takes what another process began and already wrote to, between two looks of this one", async () => {
    const backend = scriptedBackend();
    const slow = gate("after");
    backend.next("read", slow);
    const late = vaultOf(backend);
    const opening = late.vault.open();
    const { add, vault } = await open(backend);
    await add("a");
    slow.open();
    await opening;
    expect(late.vault.indexKey("anna")).to.equal(vault.indexKey("anna"));
    await late.vault.close();
  });

  it("tells a store that cannot be opened, or read, as one fault", async () => {
    const backend = scriptedBackend();
    backend.next("read", "fail before");
    expect(await failureOf(vaultOf(backend).vault.open())).to.include({ code: "ERR_MFA_STORAGE" });
    const closed = { ...backend, open: () => Promise.reject(new Error("no such host")) };
    const error = await failureOf(vaultOf(closed).vault.open());
    expect(error).to.include({ code: "ERR_MFA_STORAGE" });
    expect(error.message).to.include("no such host");
  });
});
