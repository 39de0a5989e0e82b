import { mock } from "node:test";
import { expect } from "chai";
import type { MfaError } from "../../lib/errors/index.js";
import { wrap } from "../../lib/store-kit/index.js";
import { gate, scriptedBackend } from "./scripted-backend.js";
import { vaultOf } from "./vault-of.js";

describe("The sweep of a vault", () => {
  const minute = 60_000;
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => mock.timers.reset());

  /** Lets time pass, and what was started by it come to its end. */
  const pass = async (milliseconds: number) => {
    mock.timers.tick(milliseconds);
    await new Promise((resolve) => setImmediate(resolve));
  };

  it("comes soon after the start, then every ten minutes, and not after close", async () => {
    const backend = scriptedBackend();
    const { vault } = vaultOf(backend);
    await vault.open();
    await backend.raw.swap("box:a", undefined, wrap("expired", 1));
    await pass(minute);
    expect(backend.calls.sweep).to.equal(1);
    expect(await backend.raw.read(["box:a"])).to.deep.equal([undefined]);
    await pass(9 * minute);
    expect(backend.calls.sweep).to.equal(1);
    await pass(minute);
    expect(backend.calls.sweep).to.equal(2);
    await vault.close();
    await pass(60 * minute);
    expect(backend.calls.sweep).to.equal(2);
  });

  it("comes no more after close, one that was under way then included", async () => {
    const backend = scriptedBackend();
    const { vault } = vaultOf(backend);
    await vault.open();
    const slow = gate("before");
    backend.next("sweep", slow);
    await pass(minute);
    await vault.close();
    slow.open();
    await pass(0);
    await pass(60 * minute);
    expect(backend.calls.sweep).to.equal(1);
  });

  it("tells a fault to those who ask for it, and comes again", async () => {
    const faults: MfaError[] = [];
    const backend = scriptedBackend();
    const { vault } = vaultOf(backend, { onFault: (fault) => faults.push(fault) });
    await vault.open();
    backend.next("sweep", "fail before");
    await pass(minute);
    expect(faults).to.have.length(1);
    expect(faults[0]).to.include({ code: "ERR_MFA_STORAGE" });
    await pass(10 * minute);
    expect(backend.calls.sweep).to.equal(2);
    expect(faults).to.have.length(1);
    await vault.close();
  });
});
