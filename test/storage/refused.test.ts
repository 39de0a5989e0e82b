import { KeyvPostgres } from "@keyv/postgres";
import KeyvRedis from "@keyv/redis";
import { expect } from "chai";
import Keyv from "keyv";
import { MfaError } from "../../lib/errors/index.js";
import { toBackend } from "../../storage/index.js";
import { postgres } from "../../storage/postgres.js";
import { redis } from "../../storage/redis.js";
import { freePort } from "../support/free-port.js";
import { needs } from "../support/needs.js";
import { freshPostgres } from "../support/stores.js";

/** What it was refused with; its code is told first. */
function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof MfaError) return `${error.code} ${error.message}`;
    throw error;
  }
  throw new Error("it was taken");
}
const refused = (storage: unknown) => refusalOf(() => toBackend(storage, { singleProcess: false }));

describe("A storage that would lose what it was given is refused, with the cure:", () => {
  it("Redis Cluster, where a value and its name could be on two servers", () => {
    const store = new KeyvRedis({ rootNodes: [{ url: "redis://127.0.0.1:1" }] });
    expect(refused(new Keyv({ store }))).to.match(/^ERR_MFA_ADAPTER .*Cluster.*URL of one server/);
  });

  it("one Redis adapter in two Keyv instances, where the last namespace wins", () => {
    const store = new KeyvRedis("redis://127.0.0.1:1");
    const [mine, theirs] = ["mine", "theirs"].map((namespace) => new Keyv({ store, namespace }));
    expect(refused(mine)).to.match(/^ERR_MFA_ADAPTER .*"theirs" wins; make an adapter for each/);
    expect(toBackend(theirs, { singleProcess: false }).name).to.equal("redis");
  });

  it("a table of PostgreSQL that is empty after a crash", async function () {
    needs("postgres").call(this);
    const { url: uri, table } = await freshPostgres();
    const store = new KeyvPostgres({ uri, table, useUnloggedTable: true });
    expect(refused(new Keyv({ store }))).to.match(/^ERR_MFA_ADAPTER useUnloggedTable.*leave it out/);
  });

  it("Keyv 5 with an adapter of Keyv 6, which takes a span for a moment that is long gone", () => {
    const store = Object.assign(new Map(), { capabilities: { expires: true } });
    expect(refused(new Keyv({ store }))).to.match(/^ERR_MFA_ADAPTER .*npm install keyv@6, or the adapter/);
  });

  it("MySQL, whose table takes two keys for one", () => {
    const method = async () => undefined;
    const store = { opts: { dialect: "mysql" }, get: method, set: method, delete: method, clear: method };
    const keyv = { store, opts: {}, get: method, set: method, delete: method, on: method };
    expect(refused(keyv)).to.match(/^ERR_MFA_ADAPTER .*@keyv\/mysql.*use postgres\(/);
    expect(() => toBackend(keyv, { singleProcess: true })).to.throw(MfaError, /@keyv\/mysql/);
  });
});

describe("redis(url) and postgres(url)", () => {
  const secret = "not-to-be-told";

  it("refuse at once what is no URL of theirs, and do not repeat it", () => {
    for (const url of [
      "",
      `:${secret}@host`,
      `http://admin:${secret}@host`,
      undefined as unknown as string,
    ]) {
      for (const helper of [redis, postgres]) {
        const told = refusalOf(() => helper(url));
        expect(told).to.match(/^ERR_MFA_OPTIONS (redis|postgres)\(url\): a URL such as/);
        expect(told).not.to.include(secret);
      }
    }
  });

  it("refuse a table or a number of connections that is none", () => {
    for (const options of [{ table: "x; drop table y" }, { table: "" }, { max: 0 }, { max: 1.5 }]) {
      expect(refusalOf(() => postgres("postgres://localhost", options))).to.match(
        /^ERR_MFA_OPTIONS .*max is 1/,
      );
    }
  });

  it("tell at the start where nobody answers, without name and password", async () => {
    const port = await freePort();
    for (const backend of [
      redis(`redis://admin:${secret}@127.0.0.1:${port}/3`),
      postgres(`postgres://admin:${secret}@127.0.0.1:${port}/net2`),
    ]) {
      const error = (await backend.open().catch((fault: unknown) => fault)) as MfaError;
      expect(error.code, backend.name).to.equal("ERR_MFA_STORAGE");
      expect(error.message).to.include(`127.0.0.1:${port}`).and.include("ECONNREFUSED");
      expect(error.message).not.to.match(/admin|not-to-be-told/);
      await backend.close();
    }
  });

  it("are not ready before they are open", () => {
    for (const backend of [redis("redis://localhost"), postgres("postgres://localhost")]) {
      expect(refusalOf(() => backend.read(["op:1"]))).to.match(
        /^ERR_MFA_NOT_READY .*localhost.* is not open/,
      );
    }
  });
});
