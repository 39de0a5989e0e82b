import { expect } from "chai";
import type { Backend } from "../../lib/contract/index.js";
import type { IndexEntry } from "../../lib/directory/index.js";
import { memory } from "../../storage/memory.js";
import { collect, entryNamed, indexOn } from "../support/operator-index.js";
import { dying } from "./dying.js";

const everybody = { search: "", withoutEmail: false, size: 3 };

/** Names in two lots: the second ones come between the first ones. */
const first = Array.from({ length: 40 }, (_, at) => entryNamed(`op${String(at).padStart(2, "0")}`));
const usernames = (entries: readonly IndexEntry[]) => entries.map(({ username }) => username);

const works = {
  "one who is added, where everything is full": { put: [entryNamed("op20b")], drop: [] },
  "many who are added at once": { put: first.map(({ username }) => entryNamed(`${username}b`)), drop: [] },
  "many who are added in one place": {
    put: Array.from({ length: 30 }, (_, at) => entryNamed(`op39${String(at).padStart(2, "0")}`)),
    drop: [],
  },
  "one who is changed": { put: [{ ...first[7], email: "a@example.org" } as IndexEntry], drop: [] },
  "all who are taken out": { put: [], drop: first },
};

describe("The index of operators, when its process is killed", () => {
  for (const [what, { put, drop }] of Object.entries(works)) {
    it(`loses nobody and counts right again after the next look: ${what}`, async function () {
      this.timeout(60_000);
      let cases = 0;
      for (const when of ["before", "after"] as const) {
        for (let at = 1; ; at += 1) {
          const store: Backend = { ...memory(), shared: true };
          const before = indexOn(store, { most: 4 });
          await before.vault.open();
          await before.index.put(first);
          const { backend, died } = dying(store, { at, when });
          const killed = indexOn(backend, { most: 4 });
          await killed.vault.open();
          await Promise.all([killed.index.put(put), killed.index.drop(drop)]).catch(() => {});
          if (!died.dead) break;
          cases += 1;
          await check(store, `killed ${when} write ${at}`);
        }
      }
      expect(cases, "writes that it was killed at").to.be.greaterThan(5);
    });

    const check = async (store: Backend, said: string) => {
      const next = indexOn(store, { most: 4 });
      await next.vault.open();
      const there = usernames(await collect(next.index.all()));
      expect(there, `${said}: sorted, and each once`).to.deep.equal([...new Set(there)].sort());
      const gone = new Set(usernames(drop));
      const kept = usernames(first).filter((username) => !gone.has(username));
      expect(there, `${said}: nobody is lost`).to.include.members(kept);
      const read = async () => {
        const shown: string[] = [];
        let numbers = { pages: 1, total: 0, withoutEmail: 0 };
        for (let page = 1; page <= numbers.pages; page += 1) {
          const { entries, ...rest } = await next.index.page({ ...everybody, page });
          numbers = rest;
          shown.push(...usernames(entries));
        }
        return { shown, ...numbers };
      };
      // A search walks all of it, a list goes by the counts: each puts right what the other would rest on.
      if (said.includes("before")) {
        const { found, total } = await next.index.page({ ...everybody, search: "op", page: 1 });
        expect([found, total], `${said}: searched`).to.deep.equal([there.length, there.length]);
      } else await read();
      const seen = await read();
      expect(seen.shown, `${said}: by pages`).to.deep.equal(there);
      expect(seen.total, `${said}: in all`).to.equal(there.length);
      // What was cut off is done again, by whoever comes next.
      await Promise.all([next.index.put(put), next.index.drop(drop)]);
      const all = await collect(next.index.all());
      const wanted = [...new Set([...kept, ...usernames(put)])].sort();
      expect(usernames(all), `${said}: done again`).to.deep.equal(wanted);
      const { total, withoutEmail } = await read();
      expect({ total, withoutEmail }, `${said}: counted`).to.deep.equal({
        total: all.length,
        withoutEmail: all.filter(({ email }) => email === undefined).length,
      });
    };
  }
});
