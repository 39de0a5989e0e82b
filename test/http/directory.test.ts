import { hash } from "@node-rs/bcrypt";
import { expect } from "chai";
import type { MfaOptions } from "../../lib/index.js";
import { emailOtp, external, totp } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { HostTable } from "../support/host-table.js";
import { connect, serveLive } from "../support/live.js";
import { createApp, formTo, mailOf, signInApp, signInByMail, signInByScript } from "../support/steps.js";

const bcrypt = hash(operatorPassword, { cost: 4 });

describe("the people that the host has", () => {
  let table: HostTable;
  let host: Host;
  let anna: Browser;
  afterEach(async () => {
    await host.close();
    await table.close();
  });

  async function start(how: { writable?: boolean; maxAge?: number; roles?: object } = {}) {
    const { writable = false, maxAge, roles = { admin: "engineer" } } = how;
    table = await new HostTable().open();
    const add = async (id: number, login: string, job: string) =>
      table.run(
        "INSERT INTO staff (id, login, full_name, mail, job, password_hash) VALUES (?, ?, ?, ?, ?, ?)",
        ...[id, login, null, mailOf(login), job, await bcrypt],
      );
    await add(1, "anna", "guard");
    await add(2, "ella", "admin");
    const directory: MfaOptions["directory"] = {
      operators: table.directory({ writable }),
      roles: roles as never,
      maxAge,
    };
    host = await startHost({ reauthDays: 30, options: { directory } });
    anna = host.browser();
  }
  const signIn = async (browser = anna, username = "anna") => {
    host.clock.advance(31_000);
    const answer = await signInByScript(host, browser, username);
    expect(answer.json(), answer.text).to.include({ state: "signed-in" });
  };

  it("sign in with the password that they have there, and are known by the host's id", async () => {
    await start();
    await signInByMail(host, anna, "anna", { path: "/app" });
    expect((await anna.get("/app")).json()).to.include({ username: "anna" });
    expect((await anna.get("/hello")).json().user).to.include({ username: "anna", hostId: "1" });
    expect((await anna.post("/mfa/sign-in", { username: "nobody", password: "x" })).status).to.equal(401);
    expect((await anna.post("/mfa/sign-in", { username: "anna", password: "x" })).status).to.equal(401);
    expect((await host.mfa.operators.get("1"))?.username).to.equal("anna");
    expect((await host.mfa.operators.find("ANNA"))?.hostId).to.equal("1");
    expect(await host.mfa.operators.get("77")).to.equal(undefined);
  });

  it("are out at the next request when they are removed there, or disabled; a live connection within two seconds", async () => {
    for (const out of ["DELETE FROM staff WHERE id = 1", "UPDATE staff SET active = 0 WHERE id = 1"]) {
      await start();
      serveLive(host);
      await signIn();
      host.clock.advance(31_000);
      const app = createApp(host, await signInApp(host, "anna"));
      const live = await connect(host, {
        Cookie: anna.jar.header(new URL(host.base)),
        Origin: host.base,
      });
      expect(live.status).to.equal(200);
      await table.run(out);
      expect((await anna.get("/app")).status, out).to.equal(401);
      expect((await anna.get("/mfa/card")).status).to.equal(401);
      expect((await app.get("/app")).status).to.equal(401);
      expect(await live.ended).to.equal("hello anna, goodbye");
      expect(
        (await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword })).status,
      ).to.equal(401);
      if (out.startsWith("UPDATE")) {
        await table.run("UPDATE staff SET active = 1 WHERE id = 1");
        expect((await anna.get("/app")).status, "what was ended stays so").to.equal(401);
        await signIn(host.browser());
      }
      await host.close();
      await table.close();
    }
    await start();
  });

  it("have the role that the host's says, from the next request on, whoever is the last engineer", async () => {
    await start();
    const ella = host.browser();
    await signIn(ella, "ella");
    expect((await ella.get("/mfa/settings")).status).to.equal(200);
    await table.run("UPDATE staff SET job = 'guard' WHERE id = 2");
    expect((await ella.get("/mfa/settings")).status).to.equal(403);
    expect((await ella.post("/mfa/settings", { mode: "off", reauthDays: 0 })).status).to.equal(403);
    await signIn();
    expect((await anna.get("/mfa/settings")).status).to.equal(403);
    await table.run("UPDATE staff SET job = 'admin' WHERE id = 1");
    expect((await anna.get("/mfa/settings")).status).to.equal(200);
    const rows = (await anna.get("/mfa/operators")).json().operators as { username: string; role: string }[];
    expect(rows.map(({ username, role }) => [username, role])).to.deep.equal([
      ["anna", "engineer"],
      ["ella", "operator"],
    ]);
  });

  it("are engineers by the very role that was named, and by nothing that looks like it", async () => {
    await start();
    await signIn();
    for (const job of [
      "Admin",
      "ADMIN",
      "admin ",
      "admins",
      "engineer",
      "__proto__",
      "constructor",
      "",
      null,
    ]) {
      await table.run("UPDATE staff SET job = ? WHERE id = 1", job);
      expect((await anna.get("/mfa/settings")).status, String(job)).to.equal(403);
    }
    await table.run("UPDATE staff SET job = 'admin', active = 0 WHERE id = 1");
    expect((await anna.get("/mfa/settings")).status, "who is disabled is none").to.equal(401);
    expect((await host.mfa.operators.get("1"))?.role).to.equal("operator");
  });

  it("take a role from a function too", async () => {
    await start({
      roles: ((operator: { id: number }) => (operator.id === 1 ? "engineer" : undefined)) as never,
    });
    await signIn();
    expect((await anna.get("/mfa/settings")).status).to.equal(200);
  });

  it("with another address there have proved nothing by the old one, and are trusted by no browser", async () => {
    await start();
    await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await anna.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf("anna"));
    await anna.post("/mfa/challenge/email-otp/verify", { code, trust: true });
    await table.run("UPDATE staff SET mail = 'anna@elsewhere.example', full_name = 'Anna B' WHERE id = 1");
    expect((await anna.get("/app")).status).to.equal(401);
    host.clock.advance(31_000);
    await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await anna.post("/mfa/challenge/email-otp");
    const next = host.smtp.lastCode("anna@elsewhere.example");
    expect((await anna.post("/mfa/challenge/email-otp/verify", { code: next })).status).to.equal(200);
    expect((await anna.get("/hello")).json().user).to.include({ name: "Anna B" });
  });

  it("may go by another name there: the session goes on, the old name is nobody's", async () => {
    await start();
    await signIn();
    await table.run("UPDATE staff SET login = 'anna.b' WHERE id = 1");
    expect((await anna.get("/app")).json()).to.include({ username: "anna.b" });
    const other = host.browser();
    expect(
      (await other.post("/mfa/sign-in", { username: "anna", password: operatorPassword })).status,
    ).to.equal(401);
    host.clock.advance(31_000);
    expect(
      (await other.post("/mfa/sign-in", { username: "anna.b", password: operatorPassword })).status,
    ).to.equal(200);
  });

  it("are listed under the name that they have there by now, once, from the first look on", async () => {
    await start();
    await signIn();
    const listed = async () => {
      const { operators, total } = await host.mfa.operators.list();
      return { names: operators.map(({ username }) => username), total };
    };
    const before = await listed();
    expect(before.names).to.include("anna");
    await table.run("UPDATE staff SET login = 'zoe' WHERE id = 1");
    const names = before.names.map((name) => (name === "anna" ? "zoe" : name)).sort();
    expect((await listed()).names).to.have.members(names);
    expect(await listed()).to.deep.equal({ names, total: before.total });
  });

  it("are found by their own name only: a lookup that is looser than ours gives no second budget to guess by", async () => {
    table = await new HostTable().open();
    await table.run("INSERT INTO staff (id, login, password_hash) VALUES (1, 'anna', ?)", await bcrypt);
    const own = table.directory();
    // As a database does that compares without accents, or a host that takes an address for a name.
    const loose = { ...own, findByUsername: () => own.findById("1") };
    host = await startHost({ mode: "off", options: { directory: { operators: loose } } });
    const guess = (username: string) =>
      host.browser().post("/mfa/sign-in", { username, password: operatorPassword });
    for (const username of ["ánna", "anna.", "a nna", "anna@net2.example"])
      expect((await guess(username)).status, username).to.equal(401);
    for (const username of ["anna", " ANNA ", "ａnna"])
      expect((await guess(username)).status, username).to.equal(200);
  });

  it("are changed there alone, where the table is not ours to write: said, and not shown", async () => {
    await start();
    await signIn();
    const ella = host.browser();
    await signIn(ella, "ella");
    const { id } = (await host.mfa.operators.get("1")) ?? { id: "" };
    const before = await host.state();
    for (const [path, body] of [
      ["", { username: "new" }],
      ["/import", { csv: "username\nnew", sure: true }],
      [`/${id}`, { name: "x", email: "x@net2.example", role: "operator" }],
      [`/${id}`, { name: "", email: mailOf("anna"), role: "engineer" }],
      [`/${id}/disable`, {}],
      [`/${id}/enable`, {}],
      [`/${id}/remove`, { sure: true }],
    ] as const) {
      const answer = await ella.post(`/mfa/operators${path}`, body);
      expect([answer.status, answer.json().code], path).to.deep.equal([409, "ERR_MFA_DIRECTORY"]);
    }
    expect((await ella.post("/mfa/card/email", { email: "x@net2.example" })).json().code).to.equal(
      "ERR_MFA_DIRECTORY",
    );
    expect(await host.state()).to.deep.equal(before);
    const page = await ella.open(`/mfa/operators/${id}`);
    for (const path of ["", "/disable", "/remove"])
      expect(formTo(page, `/operators/${id}${path}`), path).to.equal(undefined);
    expect(formTo(await ella.open("/mfa/card"), "/card/email")).to.equal(undefined);
    expect((await ella.open("/mfa/operators")).words).to.include("kept in another system");
    for (const call of [
      host.mfa.operators.add({ username: "new" }),
      host.mfa.operators.import("username\nnew"),
      host.mfa.operators.disable("1"),
      host.mfa.operators.remove("1"),
      host.mfa.operators.update("1", { name: "x" }),
    ])
      expect(await call.catch(({ code }) => code)).to.equal("ERR_MFA_DIRECTORY");
  });

  it("come by the login that they have there too, by the id that they have there", async () => {
    table = await new HostTable().open();
    await table.run(
      "INSERT INTO staff (id, login, mail, job) VALUES (7, 'anna', ?, 'admin')",
      mailOf("anna"),
    );
    host = await startHost({
      options: {
        directory: { operators: table.directory(), roles: { admin: "engineer" } },
        strategies: [external({ signInUrl: "/login" }), emailOtp(), totp()],
      },
    });
    host.app.post("/begin/:id", (req, res) => {
      host.mfa.begin(req, res, { operatorId: req.params.id }).catch(({ code }) => res.json({ code }));
    });
    anna = host.browser();
    // As loosely as the database compares, nobody is taken for the one of another id.
    for (const id of ["1", "07", "7.0", " 7", "anna", "__proto__"])
      expect((await anna.post(`/begin/${encodeURIComponent(id)}`)).json(), id).to.deep.equal({
        code: "ERR_MFA_FORBIDDEN",
      });
    expect((await anna.post("/begin/7")).json()).to.include({ state: "challenge" });
    await anna.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf("anna"));
    await anna.post("/mfa/challenge/email-otp/verify", { code });
    expect((await anna.get("/mfa/settings")).status).to.equal(200);
    await table.run("DELETE FROM staff");
    expect((await anna.get("/app")).status).to.equal(401);
    expect((await anna.post("/begin/7")).json()).to.deep.equal({ code: "ERR_MFA_FORBIDDEN" });
    expect(await host.mfa.operators.get("7")).to.equal(undefined);
  });

  it("are reset, signed out and looked at as ever", async () => {
    await start();
    await signIn();
    const ella = host.browser();
    await signIn(ella, "ella");
    const { id } = (await host.mfa.operators.get("1")) ?? { id: "" };
    expect((await ella.post(`/mfa/operators/${id}/sign-out`)).status).to.equal(200);
    expect((await anna.get("/app")).status).to.equal(401);
    const reset = await ella.post(`/mfa/operators/${id}/reset`, { sure: true });
    const { code } = reset.json().handover as { code: string };
    const back = host.browser();
    expect(
      (await back.post("/mfa/sign-in", { username: "anna", password: operatorPassword })).json(),
    ).to.include({
      handover: true,
    });
    expect((await back.post("/mfa/handover", { code })).status).to.equal(200);
    expect((await host.mfa.operators.reset("1")).code).to.be.a("string");
  });

  it("are written there first where it can be: an address on the card, a name by an engineer; nothing half", async () => {
    await start({ writable: true });
    await signIn();
    await anna.post("/mfa/card/email", { email: "anna@new.example" });
    const code = host.smtp.lastCode("anna@new.example");
    table.instead = () => Promise.reject(new Error("read only today"));
    expect((await anna.post("/mfa/card/email/verify", { code })).status).to.equal(503);
    table.instead = undefined;
    expect((await table.one(1))?.mail).to.equal(mailOf("anna"));
    expect((await anna.post("/mfa/card/email/verify", { code })).status).to.equal(200);
    expect((await table.one(1))?.mail).to.equal("anna@new.example");
    expect((await anna.get("/app")).status).to.equal(200);
    const ella = host.browser();
    await signIn(ella, "ella");
    const { id } = (await host.mfa.operators.get("1")) ?? { id: "" };
    const edited = await ella.post(`/mfa/operators/${id}`, {
      name: "Anna A",
      email: "anna@new.example",
      role: "operator",
    });
    expect(edited.status, edited.text).to.equal(200);
    expect(await table.one(1)).to.include({ full_name: "Anna A", mail: "anna@new.example" });
  });

  it("let nobody in while the table is away, hangs, or says what nobody can read", async () => {
    await start();
    await signIn();
    table.instead = () => Promise.reject(new Error("ECONNREFUSED"));
    expect((await anna.get("/app")).status).to.equal(503);
    expect(
      (await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword })).status,
    ).to.equal(503);
    table.instead = () => new Promise<never>(() => {});
    const began = performance.now();
    expect((await anna.get("/app")).status).to.equal(503);
    expect(performance.now() - began).to.be.below(2500);
    for (const row of [
      { id: 1 },
      { id: 1, username: "" },
      { id: {}, username: "anna" },
      { id: 2, username: "ella" },
      "anna",
    ]) {
      table.instead = () => Promise.resolve(row as never);
      expect((await anna.get("/app")).status, JSON.stringify(row)).to.equal(503);
    }
    table.instead = undefined;
    expect((await anna.get("/app")).status, "and in again when it is back").to.equal(200);
  });

  it("are asked for with each request, or held for as long as the host allows", async () => {
    await start();
    await signIn();
    table.asked = 0;
    for (let n = 0; n < 5; n++) await anna.get("/app");
    expect(table.asked).to.equal(5);
    await host.close();
    await table.close();
    await start({ maxAge: 10 });
    await signIn();
    await anna.get("/app");
    table.asked = 0;
    for (let n = 0; n < 5; n++) await anna.get("/app");
    expect(table.asked).to.equal(0);
    await table.run("DELETE FROM staff WHERE id = 1");
    host.clock.advance(10_000);
    expect((await anna.get("/app")).status).to.equal(401);
  });

  it("need a policy to begin with, and options that fit", async () => {
    await start();
    const directory = { operators: table.directory() };
    for (const wrong of [
      {},
      { operators: {} },
      { operators: { findById: () => null } },
      { ...directory, maxAge: 61 },
      { ...directory, roles: { admin: "root" } },
      { ...directory, role: {} },
    ])
      expect(
        await startHost({ options: { directory: wrong as never } }).catch(({ code }) => code),
        JSON.stringify(wrong),
      ).to.equal("ERR_MFA_OPTIONS");
    const unset = await startHost({ isNew: true, ready: false, options: { directory } });
    try {
      expect(await unset.mfa.ready().catch(({ message }) => message)).to.include("initialPolicy");
    } finally {
      await unset.close();
    }
  });
});
