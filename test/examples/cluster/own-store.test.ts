import { connect } from "node:net";
import { expect } from "chai";
import pg from "pg";
import { type OwnStore, startStore } from "../../../examples/cluster/own-store.js";
import { countTo } from "../../../lib/testing/index.js";
import { postgres } from "../../../storage/postgres.js";
import { redis } from "../../../storage/redis.js";
import { needs } from "../../support/needs.js";

/** What somebody else on this machine is told, who has found the port. */
const strangers: Readonly<Record<OwnStore["name"], (port: number) => Promise<string>>> = {
  redis: (port) =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.write("CONFIG GET dir\r\n"));
      socket.once("data", (said) => {
        socket.destroy();
        resolve(said.toString());
      });
    }),
  async postgres(port) {
    const client = new pg.Client(`postgres://postgres:guess@127.0.0.1:${port}/postgres`);
    return client.connect().then(
      () => client.end().then(() => "in"),
      (error: { code: string }) => error.code,
    );
  },
};

for (const name of ["redis", "postgres"] as const) {
  describe(`The cluster's own ${name}`, function () {
    this.timeout(60_000);
    let store: OwnStore;
    before(needs(name === "redis" ? "redis-server" : "postgres"));
    before(async () => {
      store = await startStore(name);
    });
    after(() => store?.stop());

    it("is for the workers, and for nobody else on this machine: whoever commands it commands whoever started it", async () => {
      const { port, password } = new URL(store.url);
      expect(await strangers[name](Number(port))).to.match(/NOAUTH|28P01/);
      expect(password).to.match(/^[\w-]{32}$/);
      const backend = name === "redis" ? redis(store.url) : postgres(store.url);
      await backend.open();
      expect(await countTo(3, backend)).to.equal(3);
      await backend.close();
    });
  });
}
