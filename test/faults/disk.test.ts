import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KeyvSqlite } from "@keyv/sqlite";
import { expect } from "chai";
import { Keyv } from "keyv";
import { sqliteBackend } from "../../storage/keyv/sqlite.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import type { Answer } from "../support/http.js";
import { mailOf, signInByScript, stepUpByScript } from "../support/steps.js";

describe("A database file", function () {
  this.timeout(30_000);
  let folder: string;
  let adapter: KeyvSqlite;
  let host: Host;
  let anna: Browser;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-disk-"));
    adapter = new KeyvSqlite({ uri: `sqlite://${join(folder, "mfa.sqlite")}` });
    const keyv = new Keyv({ store: adapter, namespace: "mfa" });
    host = await startHost({ storage: sqliteBackend(keyv), options: { staleness: 0 } });
    for (const username of ["anna", "bo"]) await host.addOperator(username);
    anna = host.browser();
    await signInByScript(host, anna, "anna");
    host.clock.advance(31_000);
  });
  afterEach(async () => {
    await host.close();
    await rm(folder, { recursive: true });
  });

  const assertClosed = (answer: Answer) => {
    expect(answer.status, answer.text).to.equal(503);
    expect(answer.headers["content-type"]).to.match(/^application\/problem\+json/);
    expect(answer.json()).to.include({ code: "ERR_MFA_STORAGE" });
    expect(answer.text).to.not.match(/SQLITE|mfa\.sqlite/);
  };
  const mended = async (bo: Browser) => {
    expect((await signInByScript(host, bo, "bo")).status).to.equal(200);
    expect((await bo.get("/app")).status).to.equal(200);
    expect((await stepUpByScript(host, anna, "anna")).status).to.equal(200);
    expect(await adapter.query("PRAGMA integrity_check")).to.deep.equal([{ integrity_check: "ok" }]);
  };
  const passPassword = (bo: Browser) =>
    bo.post("/mfa/sign-in", { username: "bo", password: operatorPassword });
  const guess = (username: string) => host.browser().post("/mfa/sign-in", { username, password: "wrong" });

  it("that is full: who is in stays in, nobody else gets in, and once there is room all goes on", async () => {
    const [{ page_count: pages = 0 } = {}] = (await adapter.query("PRAGMA page_count")) as {
      page_count?: number;
    }[];
    await adapter.query(`PRAGMA max_page_count = ${pages}`);
    let fillers = 0;
    // Down to what is left in the last page.
    for (const size of [2000, 500, 100, 20]) {
      const fill = () =>
        adapter.query("INSERT INTO keyv (key, value) VALUES (?, ?)", `full:${fillers++}`, "x".repeat(size));
      let error: unknown;
      while (error === undefined && fillers < 10_000)
        await fill().catch((thrown: unknown) => {
          error = thrown;
        });
      expect(String(error)).to.include("SQLITE_FULL");
    }
    for (const name of ["bo", "nobody", "anybody"]) assertClosed(await guess(name));
    // What changes may find room in the page where it lies; what was told is kept all the same.
    const bo = host.browser();
    for (let times = 0; times < 5; times += 1) {
      const answer = await passPassword(bo);
      if (answer.status !== 200) assertClosed(answer);
      expect((await bo.get("/app")).status).to.equal(401);
    }
    expect((await anna.get("/app")).status, "what only reads goes on").to.equal(200);
    await adapter.query("PRAGMA max_page_count = 1000000");
    await adapter.query("DELETE FROM keyv WHERE key LIKE 'full:%'");
    await mended(bo);
  });

  it("that can only be read: who is in stays in, nobody else gets in, and afterwards all is as it was", async () => {
    await adapter.query("PRAGMA query_only = 1");
    const before = await host.state();
    const bo = host.browser();
    assertClosed(await passPassword(bo));
    for (const name of ["bo", "nobody"]) assertClosed(await guess(name));
    assertClosed(await anna.post("/mfa/challenge/email-otp"));
    expect((await bo.get("/app")).status).to.equal(401);
    expect((await anna.get("/app")).status, "what only reads goes on").to.equal(200);
    expect(host.smtp.mailsTo(mailOf("bo")), "no code goes out that is not kept").to.have.length(0);
    await adapter.query("PRAGMA query_only = 0");
    expect(await host.state()).to.deep.equal(before);
    await mended(bo);
  });
});
