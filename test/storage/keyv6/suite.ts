// Run by ../keyv6.test.ts on a newer Node: the storage suite over Keyv 6, whose packages are in this folder.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Backend } from "../../../lib/contract/index.js";
import { MfaError } from "../../../lib/errors/index.js";
import { wrap } from "../../../lib/store-kit/index.js";
import { type StorageSuiteOptions, storageSuite } from "../../../lib/testing/index.js";
import { toBackend } from "../../../storage/index.js";
import { redis } from "../../../storage/redis.js";
import { sqlite } from "../../../storage/sqlite.js";
import { freshPostgres, freshRedis } from "../../support/stores.js";
import { StrangeAdapter } from "../strange-adapter.js";
import { Keyv, KeyvPostgres, KeyvRedis, KeyvSqlite, load, type Make } from "./keyv-at.js";

const keyvRedis = await load("@keyv/redis");
const createKeyv = keyvRedis.createKeyv as unknown as (url: string, options?: object) => Keyv;
const five = { Keyv: (await load("../../../node_modules/keyv/dist/index.js")).Keyv as Make };

/** Its pool has no listener: a connection that is left when the server stops would end the process. */
const pools: { disconnect(): Promise<void> }[] = [];
const overPool = (options: object) => {
  const store = new KeyvPostgres(options);
  pools.push(store);
  return store;
};
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.disconnect().catch(() => {})));
});

let folder: string;
let files = 0;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "express-mfa-keyv6-"));
});
after(() => rm(folder, { recursive: true, force: true }));
const freshFile = () => {
  files += 1;
  return join(folder, `${files}.sqlite`);
};

const backendOf = (keyv: unknown, singleProcess = false): Backend => toBackend(keyv, { singleProcess });
const twice = (make: () => unknown) => ({
  backend: backendOf(make()),
  reopen: async () => backendOf(make()),
});
const overSqlite = (uri: string, namespace?: string) =>
  new Keyv({ store: new KeyvSqlite({ uri: `sqlite://${uri}`, busyTimeout: 5000 }), namespace });

const suite = (name: string, make: Parameters<typeof storageSuite>[1], options?: StorageSuiteOptions) =>
  storageSuite({ describe, it }, make, { name, ...options });

suite("Keyv 6 over its own Map", async () => ({ backend: backendOf(new Keyv({ namespace: "net2" })) }), {
  kept: false,
});
for (const namespace of ["net2", undefined]) {
  suite(`Keyv 6 over @keyv/sqlite 6, namespace ${namespace}`, async () => {
    const path = freshFile();
    return twice(() => overSqlite(path, namespace));
  });
  suite(`Keyv 6 over @keyv/postgres 6, namespace ${namespace}`, async () => {
    const { url: uri, table } = await freshPostgres();
    return twice(() => new Keyv({ store: overPool({ uri, table }), namespace }));
  });
  suite(`createKeyv of @keyv/redis 6, namespace ${namespace}`, async () => {
    const url = await freshRedis();
    return twice(() => createKeyv(url, { namespace }));
  });
}
suite("Keyv 6 over @keyv/redis 6", async () => {
  const url = await freshRedis();
  return twice(() => new Keyv({ store: new KeyvRedis(url), namespace: "net2" }));
});
suite("redis(url) with @keyv/redis 6", async () => {
  const url = await freshRedis();
  return twice(() => redis(url));
});
suite("Keyv 6 over any other adapter, in one process", async () => {
  const store = new StrangeAdapter();
  const over = () => backendOf(new Keyv({ store, namespace: "net2" }), true);
  return { backend: over(), reopen: async () => over() };
});

describe("What is written is what Keyv 6 itself reads, with its expiry:", () => {
  const stores: Readonly<Record<string, () => Promise<() => Keyv>>> = {
    memory: async () => {
      const keyv = new Keyv({ namespace: "net2" });
      return () => keyv;
    },
    sqlite: async () => {
      const path = freshFile();
      return () => overSqlite(path, "net2");
    },
    postgres: async () => {
      const { url: uri, table } = await freshPostgres();
      return () => new Keyv({ store: overPool({ uri, table }), namespace: "net2" });
    },
    redis: async () => {
      const url = await freshRedis();
      return () => new Keyv({ store: new KeyvRedis(url), namespace: "net2" });
    },
  };
  for (const [name, prepare] of Object.entries(stores)) {
    it(name, async () => {
      const make = await prepare();
      const backend = backendOf(make());
      await backend.open();
      const soon = Date.now() + 300;
      await backend.swap("op:1", undefined, wrap("sealed"));
      await backend.swap("try:1", undefined, wrap("short", soon), soon);
      const keyv = make();
      expect(await keyv.get("op:1")).to.equal("sealed");
      await keyv.set("theirs", "x");
      expect(await backend.read(["theirs"])).to.deep.equal([wrap("x")]);
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(await keyv.get("try:1")).to.equal(undefined);
      expect(await keyv.get("op:1")).to.equal("sealed");
      await backend.close();
      await keyv.disconnect(); // an error that nobody hears would end the process
    });
  }
});

describe("What would lose data is refused, with the cure:", () => {
  const refused = async (work: () => unknown): Promise<string> => {
    try {
      await work();
    } catch (error) {
      if (error instanceof MfaError) return `${error.code} ${error.message}`;
      throw error;
    }
    throw new Error("it was taken");
  };

  it("one adapter in two instances, where the last namespace wins", async () => {
    const store = new KeyvSqlite({ uri: `sqlite://${freshFile()}`, busyTimeout: 5000 });
    const [mine, theirs] = ["mine", "theirs"].map((namespace) => new Keyv({ store, namespace }));
    expect(await refused(() => backendOf(mine))).to.match(/"theirs" wins; make an adapter for each/);
    const backend = backendOf(theirs);
    await backend.open();
    await backend.close();
  });

  it("another instance that comes later changes nothing for us", async () => {
    const store = new KeyvSqlite({ uri: `sqlite://${freshFile()}`, busyTimeout: 5000 });
    const backend = backendOf(new Keyv({ store, namespace: "mine" }));
    await backend.open();
    await backend.swap("op:1", undefined, wrap("ours"));
    new Keyv({ store, namespace: "later" });
    expect(await backend.read(["op:1"])).to.deep.equal([wrap("ours")]);
    await backend.close();
  });

  it("Keyv 5 with an adapter of Keyv 6", async () => {
    const store = new KeyvRedis("redis://127.0.0.1:1");
    expect(await refused(() => backendOf(new five.Keyv({ store })))).to.match(/npm install keyv@6/);
  });

  it("Keyv 6 with an adapter of Keyv 5", async () => {
    const { default: KeyvValkey } = await load("../../../node_modules/@keyv/valkey/dist/index.js");
    const store = new (KeyvValkey as Make)("redis://127.0.0.1:1", { lazyConnect: true });
    for (const singleProcess of [false, true]) {
      expect(await refused(() => backendOf(new Keyv({ store }), singleProcess))).to.match(
        /npm install keyv@5/,
      );
    }
  });

  it("a table of PostgreSQL that is empty after a crash", async () => {
    const { url: uri, table } = await freshPostgres();
    const store = overPool({ uri, table, useUnloggedTable: true });
    expect(await refused(() => backendOf(new Keyv({ store })))).to.match(/useUnloggedTable.*leave it out/);
  });

  it("what Keyv 5 wrote, which Keyv 6 does not see", async () => {
    const { url: uri, table } = await freshPostgres();
    const { KeyvPostgres: Old } = await load("../../../node_modules/@keyv/postgres/dist/index.js");
    const old = backendOf(new five.Keyv({ store: new (Old as Make)({ uri, table }), namespace: "net2" }));
    await old.open();
    await old.swap("op:1", undefined, wrap("enrolled"));
    const make = () => backendOf(new Keyv({ store: overPool({ uri, table }), namespace: "net2" }));
    const told = await refused(() => make().open());
    expect(told).to.match(/^ERR_MFA_ADAPTER .*what Keyv 5 wrote/);
    const { default: pg } = await import("pg");
    const client = new pg.Client(uri);
    await client.connect();
    await client.query(told.slice(told.indexOf("UPDATE")));
    await client.end();
    const moved = make();
    await moved.open();
    expect(await moved.read(["op:1"])).to.deep.equal([wrap("enrolled")]);

    const url = await freshRedis();
    const { default: OldRedis } = await load("../../../node_modules/@keyv/redis/dist/index.js");
    const before = backendOf(new five.Keyv({ store: new (OldRedis as Make)(url), namespace: "net2" }));
    await before.open();
    await before.swap("op:1", undefined, wrap("enrolled"));
    const after = backendOf(new Keyv({ store: new KeyvRedis(url), namespace: "net2" }));
    expect(await refused(() => after.open())).to.match(/^ERR_MFA_ADAPTER .*what Keyv 5 wrote/);
    await before.close();
    await after.close();
  });

  it("sqlite(path), whose table the adapter of Keyv 6 would make over", async () => {
    // Only where that version is what the helper finds; here it finds the root's.
    const path = freshFile();
    const old = sqlite(path);
    await old.open();
    await old.swap("op:1", undefined, wrap("enrolled"));
    await old.close();
    const keyv = overSqlite(path, "mfa");
    const backend = backendOf(keyv);
    await backend.open();
    expect(await backend.read(["op:1"]), "made over with all that is in it").to.deep.equal([
      wrap("enrolled"),
    ]);
    await backend.close();
  });
});
