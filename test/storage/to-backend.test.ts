import { EventEmitter } from "node:events";
import { expect } from "chai";
import Keyv from "keyv";
import { MfaError } from "../../lib/errors/index.js";
import { toBackend } from "../../storage/index.js";
import { memory } from "../../storage/memory.js";
import { StrangeAdapter } from "./strange-adapter.js";

describe("toBackend", () => {
  const refusal = (storage: unknown, singleProcess = false): MfaError => {
    try {
      toBackend(storage, { singleProcess });
    } catch (error) {
      if (error instanceof MfaError) return error;
      throw error;
    }
    throw new Error("it was taken");
  };

  it("takes what one of our helpers made as it is", () => {
    const backend = memory();
    expect(toBackend(backend, { singleProcess: false })).to.equal(backend);
  });

  it("takes no backend that does not say whether others write to its store", () => {
    const { shared: _, ...silent } = memory();
    expect(refusal(silent).code).to.equal("ERR_MFA_ADAPTER");
  });

  it("listens to the errors of a Keyv instance, so that none of them ends the process", () => {
    const { store, namespace, opts } = new Keyv();
    const method = () => undefined;
    const old = { store, namespace, opts, get: method, set: method, delete: method };
    const keyv = Object.assign(new EventEmitter(), old); // throws errors that nobody hears, as Keyv 4 does
    toBackend(keyv, { singleProcess: false });
    expect(() => keyv.emit("error", new Error("the connection is gone"))).not.to.throw();
  });

  it("knows a Keyv instance by its structure: of another copy of the package too", () => {
    const { store, namespace, opts } = new Keyv();
    const method = () => undefined;
    const copy = { store, namespace, opts, get: method, set: method, delete: method, on: method };
    expect(toBackend(copy, { singleProcess: false }).name).to.equal("memory");
  });

  it("refuses an adapter that it does not know, by name and with the cures", () => {
    const error = refusal(new Keyv({ store: new StrangeAdapter() }));
    expect(error.code).to.equal("ERR_MFA_ADAPTER");
    expect(error.message)
      .to.include("StrangeAdapter")
      .and.include("singleProcess: true")
      .and.include("sqlite(");
  });

  it("takes it when only one process will write", () => {
    const backend = toBackend(new Keyv({ store: new StrangeAdapter() }), { singleProcess: true });
    expect(backend).to.include({ name: "single-process", shared: false });
  });

  it("refuses what cannot list even then", () => {
    const adapter = new StrangeAdapter();
    const { get, set, delete: remove } = adapter;
    const store = { get, set, delete: remove, clear: async () => {}, opts: {} };
    const error = refusal({ store, opts: {}, get, set, delete: remove, on: get }, true);
    expect(error.code).to.equal("ERR_MFA_ADAPTER");
    expect(error.message).to.include("iterator");
  });

  it("refuses whatever is no storage, and says what would be", () => {
    for (const storage of [undefined, null, "file.sqlite", new Map(), {}, { get() {}, set() {} }, () => {}]) {
      const error = refusal(storage);
      expect(error.code, String(storage)).to.equal("ERR_MFA_ADAPTER");
      expect(error.message).to.include("Keyv instance");
    }
  });
});
