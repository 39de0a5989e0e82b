import { expect } from "chai";
import type { Backend } from "../../lib/contract/index.js";
import { createKeyring, systemRandom } from "../../lib/crypto/index.js";
import { createVault } from "../../lib/store/index.js";
import { wrap } from "../../lib/store-kit/index.js";

export interface StorageCase {
  readonly backend: Backend;
  /** A second connection to the same data. */
  readonly reopen?: () => Promise<Backend>;
}

/**
 * What `lib/store` relies on. Each adapter runs it, over a store that is empty and not yet open.
 *
 * @param kept does the data outlive the connection? Then `reopen` is needed. Default true.
 */
export function storageSuite(name: string, make: () => Promise<StorageCase>, { kept = true } = {}): void {
  describe(`${name} keeps the contract of storage`, () => {
    let made: StorageCase;
    let backend: Backend;

    beforeEach(async () => {
      made = await make();
      backend = made.backend;
      await backend.open();
    });
    afterEach(() => backend.close());

    readSuite(() => backend);
    swapSuite(() => backend);
    listSuite(() => backend);
    sweepSuite(() => backend);

    it("counts 100 updates at once exactly, through the vault", async () => {
      expect(await countTo(100, backend)).to.equal(100);
    });

    it("can be closed twice", async () => {
      await backend.close();
      await backend.close();
    });

    if (!kept) return;
    it("has after a new start what was written before", async () => {
      await backend.swap("op:1", undefined, wrap("kept"));
      await backend.close();
      const again = await made.reopen?.();
      await again?.open();
      expect(await again?.read(["op:1"])).to.deep.equal([wrap("kept")]);
      await again?.close();
    });
  });
}

function readSuite(store: () => Backend): void {
  it("reads several keys in the order that was asked for, absent ones too", async () => {
    await put(store(), "op:b", wrap("B"));
    await put(store(), "op:a", wrap("A"));
    const read = await store().read(["op:a", "op:none", "op:b", "op:a"]);
    expect(read).to.deep.equal([wrap("A"), undefined, wrap("B"), wrap("A")]);
    expect(await store().read([])).to.deep.equal([]);
  });

  it("gives back the very text, of 64 KB and of any script", async () => {
    for (const text of ["x".repeat(2 ** 16), "Ünïcödé 'quoted' \"twice\" \\ ? $1 🚪\u0001\u2028"]) {
      await put(store(), text.slice(0, 9), wrap(text));
      expect(await store().read([text.slice(0, 9)])).to.deep.equal([wrap(text)]);
    }
  });

  it("tells keys apart that differ in case, in a wildcard or in a final blank", async () => {
    const keys = ["op:a", "op:A", "op:a ", "op:_", "op:%", "op:*", "op:a:a"];
    for (const key of keys) await put(store(), key, wrap(key));
    expect(await store().read(keys)).to.deep.equal(keys.map((key) => wrap(key)));
  });

  it("still reads what has expired", async () => {
    const expired = wrap("old", Date.now() + 1);
    await put(store(), "try:1", expired);
    expect(await store().read(["try:1"])).to.deep.equal([expired]);
  });
}

/** Every form of the swap: what it expects, what it puts, over what is there. */
const forms = [
  { form: "puts where nothing is", there: undefined, previous: undefined, next: "new", wins: true },
  { form: "puts only where nothing is", there: "old", previous: undefined, next: "new", wins: false },
  { form: "changes what is as expected", there: "old", previous: "old", next: "new", wins: true },
  { form: "changes nothing else", there: "other", previous: "old", next: "new", wins: false },
  {
    form: "does not make what it was to change",
    there: undefined,
    previous: "old",
    next: "new",
    wins: false,
  },
  { form: "deletes what is as expected", there: "old", previous: "old", next: undefined, wins: true },
  { form: "deletes nothing else", there: "other", previous: "old", next: undefined, wins: false },
  { form: "does not delete twice", there: undefined, previous: "old", next: undefined, wins: false },
  {
    form: "confirms that nothing is there",
    there: undefined,
    previous: undefined,
    next: undefined,
    wins: true,
  },
  { form: "tells that something is there", there: "old", previous: undefined, next: undefined, wins: false },
] as const;

function swapSuite(store: () => Backend): void {
  describe("swap", () => {
    const raw = (text: string | undefined) => (text === undefined ? undefined : wrap(text));

    for (const { form, there, previous, next, wins } of forms) {
      it(form, async () => {
        if (there !== undefined) await put(store(), "op:1", wrap(there));
        await put(store(), "op:2", wrap("bystander"));
        expect(await store().swap("op:1", raw(previous), raw(next))).to.equal(wins);
        expect(await store().read(["op:1", "op:2"])).to.deep.equal([
          raw(wins ? next : there),
          wrap("bystander"),
        ]);
      });
    }

    it("compares every character: case, blanks and the moment of expiry", async () => {
      const there = wrap("Text", Date.now() + 60_000);
      await put(store(), "op:1", there);
      for (const near of [there.toLowerCase(), `${there} `, wrap("Text"), wrap("Text", Date.now() + 60_001)])
        expect(await store().swap("op:1", near, wrap("new")), near).to.equal(false);
      expect(await store().swap("op:1", there, wrap("new"))).to.equal(true);
    });

    it("has one winner among 50 at once", async () => {
      await put(store(), "op:1", wrap("start"));
      const tries = Array.from({ length: 50 }, (_, n) => store().swap("op:1", wrap("start"), wrap(`${n}`)));
      const won = (await Promise.all(tries)).map((win, n) => [n, win] as const).filter(([, win]) => win);
      expect(won).to.have.length(1);
      expect(await store().read(["op:1"])).to.deep.equal([wrap(`${won[0]?.[0]}`)]);
    });
  });
}

function listSuite(store: () => Backend): void {
  describe("list", () => {
    const names = async (prefix: string, after: string | undefined, limit: number) =>
      (await store().list(prefix, after, limit)).map(([key]) => key);

    it("gives what starts with the prefix, in the order of the keys", async () => {
      for (const id of ["c", "a", "B", "b", "10", "9"]) await put(store(), `op:${id}`, wrap(id));
      await put(store(), "meta", wrap("m"));
      await put(store(), "system:all", wrap("s"));
      await put(store(), "opx", wrap("x"));
      expect(await names("op:", undefined, 100)).to.deep.equal(
        ["10", "9", "B", "a", "b", "c"].map((id) => `op:${id}`),
      );
      expect((await store().list("op:", undefined, 1))[0]).to.deep.equal(["op:10", wrap("10")]);
    });

    it("takes no character of a prefix for a wildcard", async () => {
      for (const key of ["m_a:1", "mxa:1", "m%:1", "m:1", "M_A:1", "m*a:1"])
        await put(store(), key, wrap(key));
      expect(await names("m_a:", undefined, 100)).to.deep.equal(["m_a:1"]);
      expect(await names("m%", undefined, 100)).to.deep.equal(["m%:1"]);
      expect(await names("none:", undefined, 100)).to.deep.equal([]);
    });

    it("goes on after a key, whether or not that key is there, and never outside the prefix", async () => {
      for (const key of ["a:1", "op:1", "op:2", "op:3", "z:1"]) await put(store(), key, wrap(key));
      expect(await names("op:", "op:1", 1)).to.deep.equal(["op:2"]);
      expect(await names("op:", "op:11", 100)).to.deep.equal(["op:2", "op:3"]);
      expect(await names("op:", "op:3", 100)).to.deep.equal([]);
      expect(await names("op:", "a", 100)).to.deep.equal(["op:1", "op:2", "op:3"]);
      expect(await names("op:", "z", 100)).to.deep.equal([]);
    });

    it("in pages gives everything once", async () => {
      const keys = Array.from({ length: 25 }, (_, n) => `op:${String(n).padStart(3, "0")}`);
      await Promise.all(keys.map((key) => put(store(), key, wrap(key))));
      const seen: string[] = [];
      for (
        let page = await names("op:", undefined, 10);
        page.length > 0;
        page = await names("op:", seen.at(-1), 10)
      )
        seen.push(...page);
      expect(seen).to.deep.equal(keys);
    });
  });
}

function sweepSuite(store: () => Backend): void {
  it("is swept of what has expired, and of nothing else", async () => {
    const now = Date.now();
    const expired = wrap("expired", now + 40);
    const shortly = wrap("shortly", now + 10_000); // time enough to renew it, on a slow machine too
    const renewed = wrap("renewed", now + 60_000);
    await put(store(), "try:expired", expired, now + 40);
    await put(store(), "try:renewed", shortly, now + 10_000);
    expect(await store().swap("try:renewed", shortly, renewed, now + 60_000)).to.equal(true);
    await put(store(), "op:forever", wrap("forever"));
    await new Promise((resolve) => setTimeout(resolve, 60));
    await store().sweep(now + 20_000);
    const left = await store().read(["try:expired", "try:renewed", "op:forever"]);
    expect(left).to.deep.equal([undefined, renewed, wrap("forever")]);
  });
}

async function put(backend: Backend, key: string, raw: string, expires?: number): Promise<void> {
  expect(await backend.swap(key, undefined, raw, expires), `${key} is free`).to.equal(true);
}

/** `times` updates of one number, all at once; what the store has in the end. */
export async function countTo(times: number, backend: Backend): Promise<number | undefined> {
  const keyring = createKeyring(["a secret of the storage suite, 32 bytes or more"]);
  const options = { clock: Date.now, random: systemRandom, staleness: 0, deadline: 30_000 };
  const counts = createVault({ backend, keyring, ...options }).collection<number>({
    prefix: "count",
    parse: Number,
  });
  const one = () => counts.update("n", (n = 0) => ({ next: n + 1, outcome: n + 1 }));
  const told = await Promise.all(Array.from({ length: times }, one));
  expect(new Set(told).size, "no two were told the same number").to.equal(times);
  return counts.read("n", { fresh: true });
}
