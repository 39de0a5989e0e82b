import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import KeyvSqlite from "@keyv/sqlite";
import { expect } from "chai";
import Keyv from "keyv";
import { MfaError } from "../../lib/errors/index.js";
import { wrap } from "../../lib/store-kit/index.js";
import { storageSuite } from "../../lib/testing/index.js";
import { toBackend } from "../../storage/index.js";
import { sqlite } from "../../storage/sqlite.js";

let folder: string;
let file: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "express-mfa-sqlite-"));
});
after(() => rm(folder, { recursive: true }));

let count = 0;
const fresh = () => {
  count += 1;
  file = join(folder, `${count}.sqlite`);
  return file;
};
const keyvOver = (path: string) =>
  new Keyv({ store: new KeyvSqlite(`sqlite://${path}`), namespace: "net2", useKeyPrefix: true });

storageSuite(
  { describe, it },
  async () => {
    const path = fresh();
    return { backend: sqlite(path), reopen: async () => sqlite(path) };
  },
  { name: "sqlite(path)" },
);

storageSuite(
  { describe, it },
  async () => {
    const path = fresh();
    const over = () => toBackend(keyvOver(path), { singleProcess: false });
    return { backend: over(), reopen: async () => over() };
  },
  { name: "A Keyv instance over @keyv/sqlite" },
);

describe("sqlite", () => {
  it("writes what Keyv itself reads, under the namespace of the instance", async () => {
    const keyv = keyvOver(fresh());
    const backend = toBackend(keyv, { singleProcess: false });
    await backend.open();
    await backend.swap("op:1", undefined, wrap("sealed"));
    expect(await keyv.get("op:1")).to.equal("sealed");
    await backend.close();
  });

  it("sets the file to WAL, commits in full, and waits 5 s for another writer", async () => {
    const store = new KeyvSqlite(`sqlite://${fresh()}`);
    const backend = toBackend(new Keyv({ store }), { singleProcess: false });
    await store.query("PRAGMA synchronous = OFF"); // as a build of SQLite may have it
    await backend.open();
    const pragma = async (name: string) => Object.values((await store.query(`PRAGMA ${name}`))[0] ?? {})[0];
    expect(await pragma("journal_mode")).to.equal("wal");
    expect(await pragma("synchronous")).to.equal(2);
    expect(await pragma("busy_timeout")).to.equal(5000);
    await backend.close();
  });

  it("makes a file that only its owner can read, its journal too", async () => {
    const backend = sqlite(fresh());
    await backend.open();
    await backend.swap("op:1", undefined, wrap("x"));
    for (const path of [file, `${file}-wal`]) expect((await stat(path)).mode & 0o777, path).to.equal(0o600);
    await backend.close();
  });

  it("leaves other namespaces of the table alone, when it lists and when it sweeps", async () => {
    const store = new KeyvSqlite(`sqlite://${fresh()}`);
    const [mine, other] = ["m_a", "mxa"].map((namespace) =>
      toBackend(new Keyv({ store, namespace }), { singleProcess: false }),
    );
    await mine?.open();
    await other?.swap("try:1", undefined, wrap("theirs", 1));
    await mine?.swap("try:1", undefined, wrap("ours", 1));
    await store.set("m_a:no-json", "no JSON");
    expect(await mine?.list("try:", undefined, 10)).to.deep.equal([["try:1", wrap("ours", 1)]]);
    expect(await mine?.sweep(Date.now())).to.equal(1);
    expect(await other?.read(["try:1"])).to.deep.equal([wrap("theirs", 1)]);
    await mine?.close();
  });

  it("uses the table of the instance", async () => {
    const store = new KeyvSqlite({ uri: `sqlite://${fresh()}`, table: "net2" });
    const backend = toBackend(new Keyv({ store }), { singleProcess: false });
    await backend.open();
    await backend.swap("op:1", undefined, wrap("x"));
    expect(await store.query("SELECT value FROM net2")).to.deep.equal([{ value: wrap("x") }]);
    await backend.close();
  });

  describe("is told at open, and nowhere else, of", () => {
    const bad = {
      "a folder that is missing": async (path: string) => join(path, "none", "mfa.sqlite"),
      "a folder in the place of the file": async (path: string) => mkdir(path).then(() => path),
      "a file that is no database": async (path: string) =>
        writeFile(path, "Dear diary, ".repeat(1000)).then(() => path),
      "a file that was cut off": async (path: string) =>
        writeFile(path, "SQLite format 3\0".padEnd(60)).then(() => path),
    };

    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    before(() => process.on("unhandledRejection", note));
    after(() => process.off("unhandledRejection", note));
    afterEach(() => expect(unhandled.splice(0)).to.deep.equal([]));

    for (const [name, prepare] of Object.entries(bad)) {
      it(name, async () => {
        const path = await prepare(fresh());
        const backend = sqlite(path);
        const failure = await failureOf(backend.open());
        expect(failure).to.include({ code: "ERR_MFA_STORAGE" });
        expect(failure).to.have.property("message").that.includes(path);
        await backend.close();
      });

      it(`${name}, in a Keyv instance that was made long before`, async () => {
        const backend = toBackend(keyvOver(await prepare(fresh())), { singleProcess: false });
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(await failureOf(backend.open())).to.be.an.instanceof(Error);
      });
    }
  });

  it("is told at open of a file that may not be written", async () => {
    await writeFile(fresh(), "");
    await chmod(file, 0o444);
    await chmod(folder, 0o755);
    const asRoot = process.geteuid?.() === 0;
    if (asRoot) process.seteuid?.(65534); // root may write everything
    try {
      expect(await failureOf(sqlite(file).open())).to.include({ code: "ERR_MFA_STORAGE" });
    } finally {
      if (asRoot) process.seteuid?.(0);
    }
  });

  it("refuses at once a path that is none", () => {
    for (const path of ["", undefined, 7]) {
      expect(() => sqlite(path as string))
        .to.throw(MfaError)
        .with.property("code", "ERR_MFA_OPTIONS");
    }
  });

  it("is not ready before it is open", () => {
    expect(() => sqlite(fresh()).read(["op:1"]))
      .to.throw(MfaError)
      .with.property("code", "ERR_MFA_NOT_READY");
  });
});

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}
