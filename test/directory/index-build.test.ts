import { expect } from "chai";
import type { Backend } from "../../lib/contract/index.js";
import type { IndexEntry } from "../../lib/directory/index.js";
import { memory } from "../../storage/memory.js";
import { collect, entryNamed, indexOn } from "../support/operator-index.js";
import { dying } from "./dying.js";

const everybody = Array.from({ length: 5000 }, (_, at) => entryNamed(`op${String(at).padStart(4, "0")}`));

async function* records(entries: readonly IndexEntry[]) {
  yield* entries;
}

/** A store as older releases left it: some buckets, and the note that they are all there. */
async function olderStore(): Promise<Backend> {
  const store: Backend = { ...memory(), shared: true };
  const { vault, old } = indexOn(store);
  await vault.open();
  for (const [id, entries] of [
    ["0", everybody.slice(0, 3)],
    ["77", everybody.slice(3, 5)],
    ["built", []],
  ] as const)
    await old.update(id, () => ({ next: entries, outcome: undefined }));
  return store;
}

describe("The index of operators of an older release", () => {
  const start = async (store: Backend) => {
    const started = indexOn(store);
    await started.vault.open();
    return started;
  };
  const idsOf = async ({ old }: ReturnType<typeof indexOn>) =>
    (await old.scan(undefined, 10)).map(([id]) => id);

  it("is made anew from the records, once, and what it was made of goes", async () => {
    const store = await olderStore();
    const started = await start(store);
    await started.index.build(records(everybody));
    expect(await collect(started.index.all())).to.deep.equal(everybody);
    expect(await idsOf(started)).to.deep.equal(["made"]);
    await (await start(store)).index.build(records([entryNamed("nobody reads this")]));
    expect(await collect(started.index.all())).to.deep.equal(everybody);
  });

  it("is made anew where the older release has written again meanwhile", async () => {
    const store = await olderStore();
    const started = await start(store);
    await started.index.build(records(everybody));
    const late = entryNamed("op9999");
    await started.old.update("12", () => ({ next: [late], outcome: undefined }));
    await (await start(store)).index.build(records([...everybody, late]));
    expect((await collect(started.index.all())).at(-1)).to.deep.equal(late);
    expect(await idsOf(started)).to.deep.equal(["made"]);
  });

  it("is whole after the next start, whatever write it was killed at", async function () {
    this.timeout(60_000);
    for (let at = 1; ; at += at < 20 ? 1 : 17) {
      const store = await olderStore();
      const { backend, died } = dying(store, { at, when: at % 2 === 0 ? "before" : "after" });
      const killed = await start(backend);
      await killed.index.build(records(everybody)).catch(() => {});
      const next = await start(store);
      await next.index.build(records(everybody));
      expect(await collect(next.index.all()), `write ${at}`).to.deep.equal(everybody);
      expect(await idsOf(next), `write ${at}`).to.deep.equal(["made"]);
      const { total } = await next.index.page({ search: "", withoutEmail: false, page: 1, size: 25 });
      expect(total, `write ${at}`).to.equal(everybody.length);
      if (!died.dead) break;
    }
  });
});
