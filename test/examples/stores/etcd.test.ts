import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { KeyvEtcd } from "@keyv/etcd";
import { expect } from "chai";
import { createMfa } from "express-mfa";
import { wrap } from "express-mfa/store-kit";
import { password, totp } from "express-mfa/strategies";
import { countTo, storageSuite } from "express-mfa/testing";
import Keyv from "keyv";
import { etcd } from "../../../examples/stores/etcd/etcd.js";
import { type EtcdServer, startEtcd } from "../../support/etcd-server.js";
import { freePort } from "../../support/free-port.js";
import { needs } from "../../support/needs.js";
import { processesOf } from "../../support/processes.js";

describe("The store on etcd", function () {
  this.timeout(60_000);
  let server: EtcdServer;
  let parts = 0;
  before(needs("etcd"));
  before(async () => {
    server = await startEtcd();
  });
  after(() => server?.stop());

  const keyvOver = (namespace: string) => new Keyv({ store: new KeyvEtcd(server.url), namespace });
  const fresh = () => {
    parts += 1;
    return `mfa-${parts}`;
  };

  storageSuite(
    { describe, it },
    () => {
      const namespace = fresh();
      return { backend: etcd(keyvOver(namespace)), reopen: () => etcd(keyvOver(namespace)) };
    },
    { name: "etcd(keyv)" },
  );

  it("writes what Keyv itself reads", async () => {
    const namespace = fresh();
    const store = etcd(keyvOver(namespace));
    await store.swap("op:1", undefined, wrap("sealed"));
    const keyv = keyvOver(namespace);
    expect(await keyv.get("op:1")).to.equal("sealed");
    await Promise.all([keyv.disconnect(), store.close()]);
  });

  it("is told at open, and nowhere else, that there is no server", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note).on("uncaughtException", note);
    const store = etcd(new Keyv({ store: new KeyvEtcd(`127.0.0.1:${await freePort()}`) }));
    const failure = await store.open().catch((error: unknown) => error);
    await setTimeout(50);
    process.off("unhandledRejection", note).off("uncaughtException", note);
    expect(failure).to.be.an.instanceof(Error);
    expect(unhandled).to.deep.equal([]);
    await store.close();
  });

  it("sweeps and lists its own namespace only, over many pages", async () => {
    const [mine, other] = [etcd(keyvOver("m_a")), etcd(keyvOver("m_b"))];
    await other.swap("try:1", undefined, wrap("theirs", 1));
    const names = Array.from({ length: 1200 }, (_, n) => `try:${n}`);
    for (let at = 0; at < names.length; at += 100)
      await Promise.all(names.slice(at, at + 100).map((name) => mine.swap(name, undefined, wrap("ours", 1))));
    expect(await mine.sweep(Date.now())).to.equal(1200);
    expect(await mine.list("", undefined, 10)).to.deep.equal([]);
    expect(await other.list("", undefined, 10)).to.deep.equal([["try:1", wrap("theirs", 1)]]);
    await Promise.all([mine.close(), other.close()]);
  });

  it("counts exactly: four processes, 100 updates each, on one key", async () => {
    const processes = processesOf(fileURLToPath(new URL("./worker.ts", import.meta.url)));
    try {
      await processes.four(server.url, "100");
    } finally {
      processes.end();
    }
    const store = etcd(keyvOver("count"));
    await store.open();
    expect(await countTo(1, store)).to.equal(401);
    await store.close();
  });

  it("keeps a system, and lets nobody in while the server is away", async () => {
    const start = (keyv: Keyv) =>
      createMfa({
        issuer: "Net2",
        url: "http://localhost:3000/mfa",
        secret: "s".repeat(32),
        storage: etcd(keyv),
        strategies: [password(), totp()],
        initialPolicy: "off",
      });
    const namespace = fresh();
    const mfa = start(keyvOver(namespace));
    mfa.on("fault", () => {});
    await mfa.ready();
    await mfa.operators.add({ username: "anna", email: "anna@net2.example" });
    await server.kill();
    const failure = await mfa.operators.find("anna").catch((error: unknown) => error);
    expect(failure).to.have.property("code", "ERR_MFA_STORAGE");
    await server.start();
    await setTimeout(100);
    await mfa.close();
    const again = start(keyvOver(namespace));
    await again.ready();
    expect(await again.operators.find("anna")).to.have.property("email", "anna@net2.example");
    await again.close();
  });
});
