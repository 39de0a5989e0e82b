import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { createApp, formTo, mailOf, signInApp, signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

interface Row {
  readonly id: string;
  readonly username: string;
  readonly [name: string]: unknown;
}

describe("/operators", () => {
  let host: Host;
  let engineer: Browser;
  let ella: string;
  afterEach(() => host.close());

  const start = async (options: HostOptions = {}) => {
    host = await startHost(options);
    ({ id: ella } = await host.addOperator("ella", { role: "engineer" }));
    engineer = host.browser();
    await signInByScript(host, engineer, "ella");
  };
  const list = async (query = "") =>
    (await engineer.get(`/mfa/operators${query}`)).json() as unknown as {
      readonly operators: readonly Row[];
      readonly [name: string]: unknown;
    };
  const names = async (query = "") => (await list(query)).operators.map(({ username }) => username);
  const one = async (id: string) => (await engineer.get(`/mfa/operators/${id}`)).json();
  const act = (id: string, what: string, body: object = {}) =>
    engineer.post(`/mfa/operators/${id}${what}`, body);

  /** Nothing that the listing shows is more than a line of letters. */
  it("lists everybody by name, with what an engineer needs to see and nothing more", async () => {
    await start();
    await host.addOperator("zoe");
    await host.addOperator("Anna", { email: undefined });
    const { operators, ...numbers } = await list();
    expect(operators.map(({ username }) => username)).to.deep.equal(["Anna", "ella", "zoe"]);
    expect(operators[0]).to.have.all.keys("id", "username", "role", "enabled", "joined", "strategies");
    expect(operators[1]).to.deep.include({ role: "engineer", joined: true, strategies: ["email-otp"] });
    expect(numbers).to.deep.include({
      state: "operators",
      found: 3,
      total: 3,
      withoutEmail: 1,
      pages: 1,
      number: 1,
    });
    const page = await engineer.open("/mfa/operators");
    expect(page.words).to.include("Operators: 3").and.include("without an e-mail address: 1");
    const lacking = await engineer.open("/mfa/operators?only=no-email", page);
    expect(lacking.words).to.include("Anna").and.include(en.operators.noEmail).and.not.include("zoe");
  });

  it("searches user name, name and address, whatever the case and width, on pages of 25", async () => {
    await start();
    for (let number = 10; number < 40; number += 1)
      await host.mfa.operators.add({ username: `door${number}` });
    await host.mfa.operators.add({ username: "bo", name: "Bo Åkesson", email: "bo@example.net" });
    expect(await names("?search=ÅKES")).to.deep.equal(["bo"]);
    expect(await names("?search=example.net")).to.deep.equal(["bo"]);
    expect(await names("?search=ＤＯＯＲ3")).to.have.length(10);
    expect(await names("?search=%25")).to.deep.equal([]);
    expect(await names("?search=door")).to.have.length(25);
    expect(await names("?search=door&page=2")).to.have.length(5);
    expect(await list("?search=door&page=99")).to.include({ number: 2, pages: 2, found: 30 });
    for (const page of ["0", "-1", "x", "1e9", "2.5"])
      expect(await list(`?page=${page}`)).to.have.property("number");
    const second = await engineer.open("/mfa/operators?search=door&page=2");
    expect(second.text).to.include("/mfa/operators?search=door&amp;page=1");
  });

  it("is for engineers: everything of it is 403 to others and 401 to strangers", async () => {
    await start();
    const { id } = await host.addOperator("anna");
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    const stranger = host.browser();
    const ways: readonly (readonly ["get" | "post", string])[] = [
      ["get", ""],
      ["get", "/export.csv"],
      ["get", "/import"],
      ["get", "/import/x"],
      ["get", `/${ella}`],
      ["get", `/${id}`],
      ["post", ""],
      ["post", "/import"],
      ["post", `/${ella}`],
      ...["disable", "enable", "remove", "sign-out", "invitation"].map(
        (what) => ["post", `/${ella}/${what}`] as const,
      ),
    ];
    for (const [method, path] of ways) {
      expect((await anna[method](`/mfa/operators${path}`)).status, `${method} ${path}`).to.equal(403);
      expect((await stranger[method](`/mfa/operators${path}`)).status, `${method} ${path}`).to.equal(401);
    }
    expect((await anna.open("/mfa/card")).text).to.not.include("/mfa/operators");
    expect(await host.mfa.operators.get(ella)).to.include({ role: "engineer" });
  });

  it("asks for a fresh proof before each change, and changes nothing without it", async () => {
    await start();
    const { id } = await host.addOperator("anna");
    host.clock.advance(6 * 60_000);
    const tries = [
      engineer.post("/mfa/operators", { username: "new" }),
      engineer.post("/mfa/operators/import", { csv: "username\nnew", sure: true }),
      act(id, "", { name: "Anna", email: mailOf("anna"), role: "engineer" }),
      ...["/disable", "/enable", "/sign-out", "/invitation"].map((what) => act(id, what)),
      act(id, "/remove", { sure: true }),
    ];
    for (const answer of await Promise.all(tries)) expect(answer.json().code).to.equal("ERR_MFA_STEP_UP");
    expect(await names()).to.deep.equal(["anna", "ella"]);
    expect(await host.mfa.operators.get(id))
      .to.include({ role: "operator" })
      .and.not.have.property("name");
    const page = await engineer.open("/mfa/operators");
    expect(page.words).to.include(en.operators.confirm);
    expect(formTo(page, "/operators")?.method).to.not.equal("post");
  });

  it("adds somebody with a code that is told once, and kept nowhere", async () => {
    await start();
    const page = await engineer.open("/mfa/operators");
    const add = page.forms.find(({ action, method }) => action === "/mfa/operators" && method === "post");
    const wrong = await engineer.submit(page, add, { username: "", email: "nils@", name: "Nils" });
    expect(wrong.status).to.equal(422);
    const again = wrong.forms.find(({ action, method }) => action === "/mfa/operators" && method === "post");
    expect(again?.fields).to.include({ name: "Nils", email: "nils@", role: "operator" });
    expect(wrong.words).to.include(en.errors.missing).and.include(en.errors.address);
    const done = await engineer.submit(wrong, again, { username: "nils", email: mailOf("nils") });
    const code = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(done.words)?.[0] ?? "";
    expect(done.words).to.include("Give this to Nils").and.include(`${host.base}/mfa/invitation`);
    expect((await engineer.open("/mfa/operators?search=nils")).words).to.include(en.operators.waiting);
    const nils = (await list("?search=nils")).operators[0]?.id ?? "";
    expect(JSON.stringify(await one(nils))).to.not.include(code);
    const joined = await host
      .browser()
      .post("/mfa/invitation", { username: "nils", code, password: operatorPassword });
    expect(joined.status).to.equal(200);
    expect(await one(nils)).to.have.nested.include({ "subject.joined": true });
    for (const name of ["nils", "NILS", "ｎils"])
      expect((await engineer.post("/mfa/operators", { username: name })).json().errors).to.deep.equal({
        username: "taken",
      });
  });

  it("tells by JSON what does not fit, by field, and adds nobody", async () => {
    await start();
    const refused: readonly (readonly [object, object])[] = [
      [{}, { username: "missing" }],
      [{ username: "x".repeat(65) }, { username: "long" }],
      [{ username: "a\u0000b" }, { username: "characters" }],
      [{ username: "nils", email: "no address" }, { email: "address" }],
      [{ username: "nils", name: "x".repeat(101) }, { name: "long" }],
      [{ username: "nils", role: "admin" }, { role: "choice" }],
    ];
    for (const [body, errors] of refused) {
      const answer = await engineer.post("/mfa/operators", body);
      expect(answer.json(), JSON.stringify(body)).to.deep.include({
        status: 422,
        code: "ERR_MFA_INPUT",
        errors,
      });
    }
    expect(await names()).to.deep.equal(["ella"]);
  });

  it("changes name, address and role; another address ends trust and the proofs by mail, and the old one is told", async () => {
    await start({ reauthDays: 7 });
    const { id } = await host.addOperator("anna");
    const anna = host.browser();
    await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await anna.post("/mfa/challenge/email-otp");
    await anna.post("/mfa/challenge/email-otp/verify", {
      code: host.smtp.lastCode(mailOf("anna")),
      trust: true,
    });
    expect((await anna.get("/app")).status).to.equal(200);
    const page = await engineer.open(`/mfa/operators/${id}`);
    await engineer.submit(page, formTo(page, `/operators/${id}`), {
      name: "Anna Lind",
      email: "anna@example.org",
    });
    expect((await anna.get("/app")).status, "at once").to.equal(401);
    await until(() => host.smtp.mails.some(({ subject }) => subject?.includes("was changed") === true), 2000);
    const told = host.smtp.mails.find(({ subject }) => subject?.includes("was changed"));
    expect(told?.text).to.include("A system engineer of Net2").and.not.include("anna@example.org");
    expect(
      (await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword })).json().state,
    ).to.equal("challenge");
    await act(id, "", { name: "", email: "anna@example.org", role: "engineer" });
    expect(await host.mfa.operators.get(id)).to.deep.equal({
      id,
      username: "anna",
      email: "anna@example.org",
      role: "engineer",
    });
    expect(await names("?search=example.org")).to.deep.equal(["anna"]);
    expect(
      host.events
        .filter(({ event }) => event.type === "edited")
        .map(({ event }) => [event.by, event.details]),
    ).to.deep.equal([
      [
        ella,
        [
          { name: "name", after: "Anna Lind" },
          { name: "email", before: mailOf("anna"), after: "anna@example.org" },
        ],
      ],
      [ella, [{ name: "role", before: "operator", after: "engineer" }]],
      [ella, [{ name: "name", before: "Anna Lind" }]],
    ]);
  });

  it("puts somebody out at once: disabled, signed out everywhere, deleted", async () => {
    await start();
    const { id } = await host.addOperator("anna");
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    expect((await act(id, "/sign-out")).status).to.equal(200);
    expect((await anna.get("/app")).status).to.equal(401);
    host.clock.advance(31_000);
    await signInByScript(host, anna, "anna");
    expect((await anna.get("/app")).status).to.equal(200);
    expect((await act(id, "/disable")).json()).to.have.nested.include({ "subject.enabled": false });
    expect((await anna.get("/app")).status).to.equal(401);
    expect(
      (await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword })).status,
    ).to.equal(401);
    expect((await act(id, "/enable")).json()).to.have.nested.include({ "subject.enabled": true });
    host.clock.advance(31_000);
    await signInByScript(host, anna, "anna");
    expect((await anna.get("/app")).status).to.equal(200);
    expect((await act(id, "/remove")).json().errors).to.deep.equal({ sure: "tick" });
    expect((await act(id, "/remove", { sure: true })).status).to.equal(200);
    expect((await anna.get("/app")).status).to.equal(401);
    expect(await names()).to.deep.equal(["ella"]);
    expect((await act(id, "/enable")).status).to.equal(404);
    expect(await host.stored("op:")).to.have.length(1);
    expect(await host.stored("name:")).to.have.length(1);
    expect((await engineer.post("/mfa/operators", { username: "Anna" })).status, "the name is free").to.equal(
      200,
    );
  });

  it("never loses the last engineer, nor lets anybody act on themselves", async () => {
    await start();
    for (const what of ["", "/disable", "/remove", "/sign-out", "/invitation"]) {
      const answer = await act(ella, what, { role: "operator", sure: true });
      expect(answer.json().code, what).to.equal("ERR_MFA_FORBIDDEN");
    }
    expect((await engineer.open(`/mfa/operators/${ella}`)).words).to.include(en.operators.ownCard);
    for (const call of [
      host.mfa.operators.disable(ella),
      host.mfa.operators.remove(ella),
      host.mfa.operators.update(ella, { role: "operator" }),
    ])
      expect(await call.catch(({ errors }) => errors)).to.deep.equal({ role: "lastEngineer" });
    expect(await host.mfa.operators.get(ella)).to.include({ role: "engineer" });
  });

  it("lets one of two engineers win who demote, disable or delete each other", async () => {
    for (const what of ["", "/disable", "/remove"]) {
      await start();
      const { id: eric } = await host.addOperator("eric", { role: "engineer" });
      const other = host.browser();
      await signInByScript(host, other, "eric");
      const body = { role: "operator", sure: true };
      const answers = await Promise.all([
        engineer.post(`/mfa/operators/${eric}${what}`, body),
        other.post(`/mfa/operators/${ella}${what}`, body),
      ]);
      expect(
        answers.filter(({ status }) => status === 200),
        what,
      ).to.have.length(1);
      const left = await Promise.all([ella, eric].map((id) => host.mfa.operators.get(id)));
      expect(
        left.filter((one) => one?.role === "engineer"),
        what,
      ).to.have.length(1);
      if (what !== "/remove") await host.close();
    }
  });

  it("gives no role to who is disabled, and none back to who was", async () => {
    await start();
    const { id } = await host.addOperator("eric", { role: "engineer" });
    await act(id, "/disable");
    await act(id, "", { role: "engineer" });
    await act(id, "/enable");
    expect(await host.mfa.operators.get(id)).to.include({ role: "operator" });
    await act(id, "", { role: "engineer", email: mailOf("eric") });
    expect(await host.mfa.operators.get(id)).to.include({ role: "engineer" });
  });

  it("gives an invitation to who has never come in, and to nobody else", async () => {
    await start();
    const { id } = await host.mfa.operators.add({ username: "nils" });
    const first = (await act(id, "/invitation")).json().invitation as { readonly code: string };
    const second = (await act(id, "/invitation")).json().invitation as { readonly code: string };
    const join = (code: string) =>
      host.browser().post("/mfa/invitation", { username: "nils", code, password: operatorPassword });
    expect((await join(first.code)).status, "the older one").to.equal(401);
    expect((await join(second.code)).status).to.equal(200);
    const { id: anna } = await host.addOperator("anna");
    expect((await act(anna, "/invitation")).json().code).to.equal("ERR_MFA_TURN");
    expect((await engineer.open(`/mfa/operators/${anna}`)).words).to.not.include(en.operators.inviteText);
  });

  it("has no route to what is another's: QR code, key, password", async () => {
    await start({ mode: "either" });
    const { id } = await host.addOperator("anna");
    for (const type of ["svg", "png"]) {
      expect((await engineer.get(`/mfa/operators/${id}/totp.${type}`)).json().code).to.equal(
        "ERR_MFA_FORBIDDEN",
      );
    }
    const lines = () =>
      engineer.get("/mfa/audit?type=refused").then((answer) => answer.json().lines as unknown[]);
    await until(async () => (await lines()).length === 2, 2000);
    expect(await lines(), "both are in the audit").to.have.length(2);
    const paths = [
      `/operators/${id}/card`,
      `/card/totp.svg?operator=${id}`,
      `/card/totp.png?id=${id}`,
      `/card?operator=${id}`,
    ];
    for (const path of paths) {
      const answer = await engineer.get(`/mfa${path}`);
      expect(answer.text, path).to.not.include("anna");
      expect([200, 404], path).to.include(answer.status);
    }
    for (const path of [`/operators/${id}/password`, `/operators/${id}/enrol/totp`])
      expect((await engineer.post(`/mfa${path}`, { password: "a new long password" })).status).to.equal(404);
  });

  it("makes codes for all who wait for one, as a file, and leaves those that were handed out", async () => {
    await start();
    await host.addOperator("anna");
    await host.mfa.operators.import("username,name\nbo,=Bo\ncy,\n");
    const { id } = (await host.mfa.operators.find("cy")) ?? { id: "" };
    const handed = (await act(id, "/invitation")).json().invitation as { readonly code: string };
    const join = (username: string, code: string) =>
      host.browser().post("/mfa/invitation", { username, code, password: operatorPassword });
    const page = await engineer.open("/mfa/operators");
    const file = await engineer.submit(page, formTo(page, "/operators/invitations"));
    expect(file.headers["content-disposition"]).to.equal('attachment; filename="invitations.csv"');
    const [, line = "", ...rest] = file.text.split("\r\n");
    expect(rest).to.deep.equal([""]);
    const [username, name, , code = "", , url] = line.split(",");
    expect([username, name, url]).to.deep.equal(["bo", "'=Bo", `${host.base}/mfa/invitation`]);
    expect((await join("bo", code)).status).to.equal(200);
    expect((await join("cy", handed.code)).status).to.equal(200);
    host.clock.advance(6 * 60_000);
    expect((await engineer.post("/mfa/operators/invitations")).json().code).to.equal("ERR_MFA_STEP_UP");
  });

  it("serves an app as well, with its bearer token", async () => {
    await start();
    host.clock.advance(31_000);
    const app = createApp(host, await signInApp(host, "ella"));
    expect((await app.get("/mfa/operators")).json()).to.include({ state: "operators", total: 1 });
    const added = (await app.post("/mfa/operators", { username: "nils" })).json();
    expect(added).to.include({ state: "operator" }).and.have.nested.property("invitation.code");
  });

  it("exports everybody as a spreadsheet reads it, without formulas and without secrets", async () => {
    await start();
    await host.mfa.operators.add({
      username: "=cmd|' /C calc'!A0",
      name: 'Bo "B", Ö',
      email: "bo@example.org",
    });
    await host.mfa.operators.add({ username: "di", name: "＝cmd" });
    const answer = await engineer.get("/mfa/operators/export.csv");
    expect(answer.headers["content-type"]).to.equal("text/csv; charset=utf-8");
    expect(answer.text).to.equal(
      "\uFEFFusername,name,email,role\r\n" +
        `'=cmd|' /C calc'!A0,"Bo ""B"", Ö",bo@example.org,operator\r\n` +
        "di,'＝cmd,,operator\r\n" +
        `ella,,${mailOf("ella")},engineer\r\n`,
    );
  });
});
