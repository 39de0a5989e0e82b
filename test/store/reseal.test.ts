import { expect } from "chai";
import type { Backend } from "../../lib/contract/index.js";
import { memory } from "../../storage/memory.js";
import { failureOf, secret, vaultOf } from "./vault-of.js";

const fresh = "the newest secret of the vault's tests, 32 bytes";

describe("Resealing", () => {
  let backend: Backend;
  beforeEach(async () => {
    backend = memory();
    const old = vaultOf(backend);
    await old.vault.open();
    for (const id of ["a", "b", "c"]) await old.add(id);
  });
  const open = async (secrets: string[], through = backend) => {
    const opened = vaultOf(through, { secrets });
    await opened.vault.open();
    return opened;
  };

  it("moves every value to the newest secret; the old one can go", async () => {
    const { vault } = await open([fresh, secret]);
    expect(await vault.reseal()).to.deep.equal({ resealed: 4, seen: 4, complete: true, unreadable: [] });
    const { boxes } = await open([fresh]);
    expect(await boxes.read("b")).to.deep.equal({ n: 1 });
  });

  it("goes past what no secret opens, and names it", async () => {
    const [raw] = await backend.read(["box:a"]);
    await backend.swap("box:b", (await backend.read(["box:b"]))[0], raw); // moved: it is not b's
    const { vault } = await open([fresh, secret]);
    const found = await vault.reseal();
    expect(found).to.deep.include({ resealed: 3, complete: true, unreadable: ["box:b"] });
    await backend.swap("box:d", undefined, "no value of ours");
    expect(await vault.reseal()).to.deep.include({ resealed: 0, unreadable: ["box:b", "box:d"] });
    const { boxes } = await open([fresh]);
    expect(await boxes.read("c")).to.deep.equal({ n: 1 });
  });

  it("stops between two values, and goes on from there", async () => {
    const stop = new AbortController();
    const through: Backend = Object.assign(Object.create(backend), {
      swap: async (...args: Parameters<Backend["swap"]>) => {
        if (args[0].startsWith("box:")) stop.abort();
        return backend.swap(...args);
      },
    });
    const { vault } = await open([fresh, secret], through);
    expect(await vault.reseal({ signal: stop.signal })).to.include({ resealed: 2, complete: false });
    expect(await vault.reseal()).to.include({ resealed: 2, complete: true });
  });

  it("looks once more when it has moved something: what was written behind it meanwhile is moved as well", async () => {
    const { vault } = await open([fresh, secret]);
    const old = await open([secret]);
    const swap = backend.swap.bind(backend);
    backend.swap = async (key, ...values) => {
      if (key === "box:c") {
        backend.swap = swap;
        await old.add("a0");
      }
      return swap(key, ...values);
    };
    expect(await vault.reseal()).to.include({ resealed: 5, complete: true });
    const { boxes } = await open([fresh]);
    expect(await boxes.read("a0")).to.deep.equal({ n: 1 });
  });

  it("says so where somebody goes on sealing with the old secret", async () => {
    const { vault } = await open([fresh, secret]);
    const old = await open([secret]);
    const swap = backend.swap.bind(backend);
    backend.swap = async (key, ...values) => {
      backend.swap = swap;
      if (key === "box:c") await old.add("c");
      const won = await swap(key, ...values);
      backend.swap = interfering;
      return won;
    };
    const interfering = backend.swap;
    expect((await failureOf(vault.reseal())).message).to.include("deploy [new, old] everywhere first");
  });
});
