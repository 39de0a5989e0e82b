import { KeyvPostgres } from "@keyv/postgres";
import KeyvRedis, { createKeyv } from "@keyv/redis";
import KeyvValkey from "@keyv/valkey";
import { expect } from "chai";
import Keyv from "keyv";
import { wrap } from "../../lib/store-kit/index.js";
import { storageSuite } from "../../lib/testing/index.js";
import { toBackend } from "../../storage/index.js";
import { postgres } from "../../storage/postgres.js";
import { redis } from "../../storage/redis.js";
import { needs } from "../support/needs.js";
import { freshPostgres, freshRedis } from "../support/stores.js";

/** A store whose second connection is made as its first was. */
const twice = (make: () => unknown) => {
  const backend = () => toBackend(make(), { singleProcess: false });
  return { backend: backend(), reopen: async () => backend() };
};

describe("On a Redis server", () => {
  before(needs("redis-server"));

  storageSuite(
    { describe, it },
    async () => {
      const url = await freshRedis();
      return twice(() => redis(url));
    },
    { name: "redis(url)" },
  );
  storageSuite(
    { describe, it },
    async () => {
      const url = await freshRedis();
      return twice(() => new Keyv({ store: new KeyvRedis(url), namespace: "net2" }));
    },
    { name: "A Keyv instance over @keyv/redis" },
  );
  for (const options of [{}, { namespace: "net2" }]) {
    storageSuite(
      { describe, it },
      async () => {
        const url = await freshRedis();
        return twice(() => createKeyv(url, options));
      },
      { name: `createKeyv of @keyv/redis with ${JSON.stringify(options)}` },
    );
  }
  for (const useRedisSets of [true, false]) {
    storageSuite(
      { describe, it },
      async () => {
        const url = await freshRedis();
        return twice(() => new Keyv({ store: new KeyvValkey(url, { useRedisSets }), namespace: "net2" }));
      },
      { name: `A Keyv instance over @keyv/valkey, useRedisSets ${useRedisSets}` },
    );
  }
});

describe("On a PostgreSQL server", () => {
  before(needs("postgres"));

  storageSuite(
    { describe, it },
    async () => {
      const { url, table } = await freshPostgres();
      return twice(() => postgres(url, { table }));
    },
    { name: "postgres(url)" },
  );
  storageSuite(
    { describe, it },
    async () => {
      const { url: uri, table } = await freshPostgres();
      return twice(() => new Keyv({ store: new KeyvPostgres({ uri, table }), namespace: "net2" }));
    },
    { name: "A Keyv instance over @keyv/postgres" },
  );
});

describe("What is written on a server is what Keyv itself reads:", () => {
  const adapters: Readonly<Record<string, () => Promise<() => Keyv>>> = {
    "@keyv/redis": async () => {
      const url = await freshRedis();
      return () => new Keyv({ store: new KeyvRedis(url), namespace: "net2" });
    },
    "createKeyv of @keyv/redis": async () => {
      const url = await freshRedis();
      return () => createKeyv(url, { namespace: "net2" });
    },
    "@keyv/valkey": async () => {
      const url = await freshRedis();
      return () => new Keyv({ store: new KeyvValkey(url), namespace: "net2" });
    },
    "@keyv/postgres": async () => {
      const { url: uri, table } = await freshPostgres();
      return () => new Keyv({ store: new KeyvPostgres({ uri, table }), namespace: "net2" });
    },
  };
  before(needs("redis-server", "postgres"));

  for (const [name, prepare] of Object.entries(adapters)) {
    it(name, async () => {
      const make = await prepare();
      const backend = toBackend(make(), { singleProcess: false });
      await backend.open();
      await backend.swap("op:1", undefined, wrap("sealed", Date.now() + 60_000), Date.now() + 60_000);
      const keyv = make();
      expect(await keyv.get("op:1")).to.equal("sealed");
      await keyv.disconnect(); // a client that is left behind looks for its server for ever
      await backend.close();
    });
  }

  it("redis(url) with createKeyv and the namespace mfa; postgres(url) with @keyv/postgres and the same", async () => {
    const { url, table } = await freshPostgres();
    const redisUrl = await freshRedis();
    for (const [backend, keyv] of [
      [redis(redisUrl), createKeyv(redisUrl, { namespace: "mfa" })],
      [
        postgres(url, { table }),
        new Keyv({ store: new KeyvPostgres({ uri: url, table }), namespace: "mfa" }),
      ],
    ] as const) {
      await backend.open();
      await backend.swap("op:1", undefined, wrap("sealed"));
      expect(await keyv.get("op:1"), backend.name).to.equal("sealed");
      await keyv.disconnect();
      await backend.close();
    }
  });
});
