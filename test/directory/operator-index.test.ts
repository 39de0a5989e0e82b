import { expect } from "chai";
import fc from "fast-check";
import type { Backend } from "../../lib/contract/index.js";
import type { IndexEntry } from "../../lib/directory/index.js";
import { createIndexTree } from "../../lib/directory/index-tree.js";
import { walk } from "../../lib/directory/index-walk.js";
import { memory } from "../../storage/memory.js";
import { collect, entryNamed, indexOn, seedIndex } from "../support/operator-index.js";

const everybody = { search: "", withoutEmail: false, page: 1, size: 25 };

/** The names of a few hundred operators come from here, so that many a change meets somebody. */
const step = fc.record({
  names: fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 60 }),
  email: fc.boolean(),
  gone: fc.boolean(),
  by: fc.constantFrom(0, 1),
});

describe("The index of operators", () => {
  it("has what a sorted list would have, whatever two processes put, change and take out", async function () {
    this.timeout(60_000);
    const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), async (steps) => {
      const backend: Backend = { ...memory(), shared: true };
      const processes = [indexOn(backend, { most: 4 }), indexOn(backend, { most: 4 })] as const;
      for (const { vault } of processes) await vault.open();
      const model = new Map<string, IndexEntry>();
      for (const { names, email, gone, by } of steps) {
        const entries = names.map((name) =>
          entryNamed(`Name ${name}`, email ? { email: `${name}@example.org` } : {}),
        );
        if (gone) await processes[by].index.drop(entries);
        else await processes[by].index.put(entries);
        for (const entry of entries) {
          if (gone) model.delete(entry.id);
          else model.set(entry.id, entry);
        }
      }
      const key = ({ username }: IndexEntry) => username.toLowerCase();
      const sorted = [...model.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
      const without = sorted.filter((entry) => entry.email === undefined);
      const numbers = { total: sorted.length, withoutEmail: without.length };
      for (const { index } of processes) {
        expect(await collect(index.all())).to.deep.equal(sorted);
        for (const [query, all] of [
          [everybody, sorted],
          [{ ...everybody, withoutEmail: true }, without],
          [{ ...everybody, search: "ＮAME 1" }, sorted.filter((entry) => key(entry).includes("name 1"))],
        ] as const) {
          const pages = Math.max(1, Math.ceil(all.length / 25));
          for (let page = 1; page <= pages; page += 1)
            expect(await index.page({ ...query, page })).to.deep.equal({
              ...{ entries: all.slice((page - 1) * 25, page * 25), page, pages, found: all.length },
              ...numbers,
            });
          expect(await index.page({ ...query, page: pages + 5 })).to.include({ page: pages });
        }
        const some = ["name 5", "NAME 77", "nobody"];
        const names = new Set(sorted.map(key));
        const taken = some.map((name) => name.toLowerCase()).filter((name) => names.has(name));
        expect([...(await index.taken(some))]).to.deep.equal(taken);
      }
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it("gives one name to two for as long as its claim is not decided", async () => {
    const { vault, index } = indexOn(memory());
    await vault.open();
    const two = [entryNamed("Anna", { id: "1" }), entryNamed("anna", { id: "2" })];
    await index.put(two);
    expect(await collect(index.all())).to.deep.equal(two);
    await index.drop([{ id: "1", username: "ANNA" }]);
    expect(await collect(index.all())).to.deep.equal(two.slice(1));
  });

  it("keeps all of those who go by one name in one place, however many", async () => {
    const { vault, index } = indexOn(memory());
    await vault.open();
    const many = Array.from({ length: 300 }, (_, at) => entryNamed("anna", { id: String(at) }));
    await index.put([...many, entryNamed("bo"), entryNamed("ada")]);
    expect(await collect(index.all())).to.have.length(302);
  });

  it("counts right at once what was done before the store failed", async () => {
    const inner: Backend = { ...memory(), shared: true };
    let left = Number.POSITIVE_INFINITY;
    const failing: Backend = {
      ...inner,
      async swap(key, ...values) {
        if (key.startsWith("leaf:")) {
          left -= 1;
          if (left === 0) throw new Error("the disk is full");
        }
        return inner.swap(key, ...values);
      },
    };
    const { vault, index } = indexOn(failing, { most: 4 });
    await vault.open();
    await index.put(many(40));
    const late = many(40)
      .slice(20)
      .map(({ username }) => entryNamed(`${username}b`));
    left = 5;
    const failed = await index.put(late).catch(() => "failed");
    expect(failed).to.equal("failed");
    // As somebody sees it who looks at the first one, who was not changed.
    const { total } = await indexOn(inner).index.page({ ...everybody, size: 1 });
    expect(total).to.be.greaterThan(40);
    expect(total).to.equal((await collect(index.all())).length);
  });

  it("begins a walk at any name, whether or not a leaf does", async () => {
    const { vault, leaves, branches, index } = indexOn(memory());
    await vault.open();
    await index.put(many(10));
    const walked = await collect(walk(createIndexTree({ leaves, branches }), { from: "op55" }));
    expect(walked.map(({ username }) => username)).to.deep.equal(["op6", "op7", "op8", "op9"]);
  });

  it("costs the same calls of the store at 1,000 operators and at 200,000", async function () {
    this.timeout(60_000);
    const costOf = async (count: number) => {
      const { backend, calls } = counted({ ...memory(), shared: true });
      const { vault, index } = indexOn(backend, { staleness: 1000 });
      await vault.open();
      await seedIndex(vault, many(count));
      const cost = async (work: () => Promise<unknown>) => {
        // As another process finds it, that holds nothing.
        calls.clear();
        await work();
        return Object.fromEntries(calls);
      };
      // A page that ends within the leaf that it begins in.
      const page = Math.ceil((Math.floor(count / 180) * 90 + 1) / 25) + 1;
      const of = (query: Partial<typeof everybody>) => cost(() => index.page({ ...everybody, ...query }));
      const first = await of({});
      const middle = await of({ page });
      expect((await index.page({ ...everybody, page })).entries).to.have.length(25);
      const add = await cost(() => index.put([entryNamed("op5 and a half")]));
      const drop = await cost(() => index.drop([entryNamed("op5 and a half")]));
      const email = entryNamed("op5", { email: "op5@example.org" });
      return {
        first,
        middle,
        add,
        change: await cost(() => index.put([email])),
        drop,
        last: await of({ page: 1e9 }),
      };
    };
    const [small, large] = [await costOf(1000), await costOf(200_000)];
    expect(small.first).to.deep.equal({ read: 3 });
    expect(small.drop).to.deep.equal({ swap: 3 });
    expect(large.first).to.deep.equal(small.first);
    expect(large.drop).to.deep.equal(small.drop);
    expect(large.change).to.deep.equal(small.change);
  });
});

const many = (count: number) => Array.from({ length: count }, (_, at) => entryNamed(`op${at}`));

/** Says how often each call was made. */
function counted(inner: Backend) {
  const calls = new Map<string, number>();
  const count = (name: string) => calls.set(name, (calls.get(name) ?? 0) + 1);
  const backend: Backend = {
    ...inner,
    read(keys) {
      count("read");
      return inner.read(keys);
    },
    swap(...values) {
      count("swap");
      return inner.swap(...values);
    },
    list(...values) {
      count("list");
      return inner.list(...values);
    },
  };
  return { backend, calls };
}
