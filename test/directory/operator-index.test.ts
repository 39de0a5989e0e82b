import { expect } from "chai";
import { createKeyring, systemRandom } from "../../lib/crypto/index.js";
import { createOperatorIndex, indexSpec, marksSpec } from "../../lib/directory/index.js";
import { createVault } from "../../lib/store/index.js";
import { gate, type ScriptedBackend, scriptedBackend } from "../store/scripted-backend.js";
import { until } from "../support/until.js";

/** The index as one process has it. */
async function process(backend: ScriptedBackend) {
  const keyring = createKeyring(["a secret for a test, of 32 bytes"]);
  const vault = createVault({ backend, keyring, clock: Date.now, random: systemRandom, staleness: 0 });
  const index = createOperatorIndex(vault.collection(indexSpec), vault.collection(marksSpec));
  await vault.open();
  const names = async () => (await index.all()).map(({ username }) => username);
  return { index, names, close: () => vault.close() };
}

const entry = (id: string, username: string) => ({ id, username, at: 1 });

describe("The index of operators", () => {
  let backend: ScriptedBackend;
  let one: Awaited<ReturnType<typeof process>>;
  let other: Awaited<ReturnType<typeof process>>;
  beforeEach(async () => {
    backend = scriptedBackend();
    one = await process(backend);
    other = await process(backend);
    await one.index.put([entry("1", "bo"), entry("2", "Anna"), entry("3", "cia")]);
  });
  afterEach(() => Promise.all([one.close(), other.close()]));

  it("is in the order of the names, whoever put them there", async () => {
    await other.index.put([entry("4", "björn")]);
    for (const { names } of [one, other]) expect(await names()).to.deep.equal(["Anna", "björn", "bo", "cia"]);
    await one.index.put([entry("1", "zoe")]);
    await one.index.drop(["3"]);
    for (const { names } of [one, other]) expect(await names()).to.deep.equal(["Anna", "björn", "zoe"]);
  });

  it("is one read while nothing changes, and the same list", async () => {
    const all = await other.index.all();
    const { read } = backend.calls;
    expect(await other.index.all()).to.equal(all);
    expect(backend.calls.read).to.equal(read + 1);
  });

  it("reads no more than what another process has changed", async () => {
    await other.index.all();
    const { read } = backend.calls;
    await one.index.drop(["2"]);
    const wrote = backend.calls.read;
    expect(await other.names()).to.deep.equal(["bo", "cia"]);
    expect(wrote - read, "to change it").to.be.at.most(2);
    expect(backend.calls.read).to.equal(wrote + 2);
  });

  it("tells a change as done only when every process sees it, however slowly it was written", async () => {
    await other.index.all();
    const { swap: swaps } = backend.calls;
    const [first, slow] = [gate("before"), gate("before")];
    first.open();
    backend.next("swap", first);
    backend.next("swap", slow);
    const putting = one.index.put([entry("5", "dora")]);
    await until(() => backend.calls.swap === swaps + 2, 1000);
    await other.index.all();
    slow.open();
    await putting;
    expect(await other.names()).to.include("dora");
  });

  it("is changed whole by the next try where the first one failed between bucket and mark", async () => {
    await other.index.all();
    const first = gate("before");
    first.open();
    backend.next("swap", first);
    backend.next("swap", "fail before");
    const failed = await one.index.put([entry("5", "dora")]).catch((error: unknown) => error);
    expect(failed).to.include({ code: "ERR_MFA_STORAGE" });
    await one.index.put([entry("5", "dora")]);
    expect(await other.names()).to.include("dora");
  });
});
