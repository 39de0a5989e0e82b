import { createHash, randomBytes } from "node:crypto";
import { expect } from "chai";
import express from "express";
import session from "express-session";
import { Passport } from "passport";
import { Strategy as LocalStrategy } from "passport-local";
import type { HostLogin, MfaError, Operator } from "../../lib/index.js";
import { emailOtp, external, password, recoveryCode, totp } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { createApp, formTo, mailOf, stepUpByScript } from "../support/steps.js";
import { until } from "../support/until.js";

describe("the login that the host has", () => {
  let host: Host;
  let anna: Operator;
  let browser: Browser;
  afterEach(() => host.close());

  async function start(
    { options, ...more }: HostOptions = {},
    strategies = [external({ signInUrl: "/login" })],
  ) {
    host = await startHost({
      reauthDays: 30,
      ...more,
      options: { strategies: [...strategies, emailOtp(), totp(), recoveryCode()], ...options },
    });
    anna = await host.mfa.operators.add({ username: "anna", email: mailOf("anna") });
    browser = host.browser();
    mountLogins();
  }

  /** As hosts have them: a password by Passport, and a link by mail. */
  function mountLogins() {
    const passport = new Passport();
    passport.use(
      new LocalStrategy((username, typed, done) => done(null, typed === "host password" && { id: username })),
    );
    host.app.use(express.urlencoded({ extended: false }));
    host.app.get("/login", (_req, res) => {
      res.send("<h1>The host's own login</h1>");
    });
    host.app.post(
      "/login",
      passport.initialize(),
      passport.authenticate("local", { session: false }),
      async (req, res) => {
        const found = await host.mfa.operators.find((req.user as { id: string }).id);
        await host.mfa.begin(req, res, { operatorId: found?.id ?? "nobody", amr: ["pwd"] });
      },
    );
    const links = new Map<string, string>();
    host.app.get("/link/:token", async (req, res) => {
      const operatorId = links.get(createHash("sha256").update(req.params.token).digest("hex"));
      if (operatorId === undefined) return void res.sendStatus(403);
      await host.mfa.begin(req, res, { operatorId, amr: ["otp"], returnTo: "/app" });
    });
    makeLink = (operatorId) => {
      const token = randomBytes(32).toString("base64url");
      links.set(createHash("sha256").update(token).digest("hex"), operatorId);
      return `/link/${token}`;
    };
    host.app.post("/begin", express.json(), (req, res, next) => {
      host.mfa.begin(req, res, req.body as HostLogin).catch(next);
    });
    host.app.use(((error: MfaError, _req, res, _next) => {
      res.status(error.status ?? 500).json({ code: error.code, errors: error.errors, detail: error.message });
    }) as express.ErrorRequestHandler);
  }
  let makeLink: (operatorId: string) => string;

  const begin = (login: object, client = browser) => client.post("/begin", login);
  const login = (client = browser, more = "") =>
    client.request(`/login${more}`, {
      method: "POST",
      headers: {
        Accept: "text/html",
        "Sec-Fetch-Mode": "navigate",
        "Content-Type": "application/x-www-form-urlencoded",
        Origin: host.base,
      },
      body: new URLSearchParams({ username: "anna", password: "host password" }).toString(),
    });
  const passMail = (client = browser, more: object = {}) =>
    client.post("/mfa/challenge/email-otp/verify", { code: host.smtp.lastCode(mailOf("anna")), ...more });

  it("is where whoever has to sign in is led, and back", async () => {
    await start();
    const page = await browser.open("/app/door?x=1");
    expect(page.words).to.include("The host's own login");
    expect(page.url.searchParams.get("returnTo")).to.equal("/app/door?x=1");
    expect((await browser.get("/mfa/")).json()).to.deep.include({ state: "sign-in", hostLogin: "/login" });
    expect((await browser.get("/app")).status).to.equal(401);
  });

  it("with a password by Passport is the first factor: then comes the second, and req.mfa says both", async () => {
    await start();
    const answer = await login(browser, "?returnTo=%2Fapp");
    expect(answer.status).to.equal(303);
    expect(answer.headers.location).to.match(/^\/mfa\/\?.*returnTo=%2Fapp/);
    expect((await browser.get("/app")).status, "the password alone").to.equal(401);
    const page = await browser.open(String(answer.headers.location));
    const inside = await browser.submit(page, formTo(page, "/challenge/email-otp/verify"), {
      code: host.smtp.lastCode(mailOf("anna")),
    });
    expect(inside.url.pathname).to.equal("/app");
    expect((await browser.get("/app")).json()).to.deep.include({
      username: "anna",
      amr: ["pwd", "mfa"],
    });
  });

  it("with a link by mail is followed by the second factor as well", async () => {
    await start();
    const page = await browser.open(makeLink(anna.id));
    expect(page.url.pathname).to.equal("/mfa/");
    expect((await browser.get("/app")).status).to.equal(401);
    await passMail();
    expect((await browser.get("/app")).status).to.equal(200);
  });

  it("is all that is asked for where MFA is off, and where this browser is trusted", async () => {
    await start({ mode: "off" });
    expect((await begin({ operatorId: anna.id })).json()).to.include({ state: "signed-in" });
    expect((await browser.get("/app")).status).to.equal(200);
    await host.mfa.policy.change({ mode: "email", reauthDays: 30 });
    expect((await browser.get("/app")).status).to.equal(401);
    await begin({ operatorId: anna.id });
    await browser.post("/mfa/challenge/email-otp");
    expect((await passMail(browser, { trust: true })).json()).to.include({ state: "signed-in" });
    await browser.post("/mfa/sign-out");
    expect((await begin({ operatorId: anna.id })).json()).to.include({ state: "signed-in" });
    const stranger = host.browser();
    expect((await begin({ operatorId: anna.id }, stranger)).json()).to.include({ state: "challenge" });
  });

  it("gives an app its bearer token", async () => {
    await start();
    const answer = await createApp(host).post("/begin", { operatorId: anna.id, client: "app" });
    expect(answer.headers["set-cookie"]).to.equal(undefined);
    const app = createApp(host, String(answer.json().token));
    await app.post("/mfa/challenge/email-otp");
    const inside = await app.post("/mfa/challenge/email-otp/verify", {
      code: host.smtp.lastCode(mailOf("anna")),
    });
    expect((await createApp(host, String(inside.json().token)).get("/app")).status).to.equal(200);
  });

  it("lets an app say what it is and which version, and refuses one that is too old", async () => {
    await start({ options: { apps: { minVersion: "4.0" } } });
    host.app.post("/app-login", express.json(), (req, res) => {
      host.mfa
        .begin(req, res, { operatorId: anna.id, client: "app" })
        .catch(({ code, errors }) => res.json({ code, errors }));
    });
    const app = (said: object) => createApp(host).post("/app-login", said);
    expect((await app({})).json().code).to.equal("ERR_MFA_APP_VERSION");
    expect((await app({ clientVersion: "3.9" })).json().code).to.equal("ERR_MFA_APP_VERSION");
    expect((await app({ clientVersion: "new" })).json().errors).to.deep.equal({ clientVersion: "version" });
    const begun = await app({ client: "browser", clientName: "Paxton Connect", clientVersion: "4.1" });
    expect(begun.json(), begun.text).to.include({ state: "challenge" });
    const pending = createApp(host, String(begun.json().token));
    await pending.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf("anna"));
    const inside = await pending.post("/mfa/challenge/email-otp/verify", { code });
    const card = await createApp(host, String(inside.json().token)).get("/mfa/card");
    expect(card.text).to.include("Paxton Connect");
  });

  it("that lets nobody in is in the audit", async () => {
    await start();
    await host.mfa.operators.disable(anna.id);
    await begin({ operatorId: anna.id });
    await begin({ operatorId: "nobody" });
    const types = async () => {
      const found: string[] = [];
      for await (const { type } of host.mfa.maintenance.audit()) found.push(type);
      return found;
    };
    await until(async () => (await types()).includes("name-unknown"), 2000);
    expect(await types()).to.include("not-enabled");
  });

  it("leads on to no other origin, whatever the request or the host says", async () => {
    await start({ mode: "off" });
    host.app.get("/link-to", async (req, res) => {
      await host.mfa.begin(req, res, { operatorId: anna.id, returnTo: String(req.query.to) });
    });
    for (const to of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example/",
      "/%2f/evil.example",
      "/.//x",
    ]) {
      const given = encodeURIComponent(to);
      for (const path of [`/link-to?to=${given}`, `/link-to?to=&returnTo=${given}`]) {
        const answer = await browser.request(path, { headers: { "Sec-Fetch-Mode": "navigate" } });
        expect([answer.status, answer.headers.location], path).to.deep.equal([303, "/mfa/"]);
      }
    }
    const page = await browser.request("/link-to?to=%2Fapp", { headers: { "Sec-Fetch-Mode": "navigate" } });
    expect(page.headers.location).to.equal("/app");
  });

  it("can be passed by no request of ours", async () => {
    await start();
    const tries = [
      browser.post("/mfa/sign-in", { username: "anna", password: "" }),
      browser.post("/mfa/sign-in", { username: "anna" }),
      browser.post("/mfa/challenge/external", {}),
      browser.post("/mfa/challenge/external/verify", {}),
      browser.post("/mfa/enrol/external", {}),
      browser.post("/mfa/enrol/external/verify", {}),
      browser.post("/mfa/forgot", { username: "anna" }),
      browser.post("/mfa/invitation", { username: "anna", code: "x" }),
    ];
    for (const answer of await Promise.all(tries)) expect(answer.status).to.be.oneOf([401, 404, 409, 422]);
    await begin({ operatorId: anna.id });
    for (const path of ["challenge/external/verify", "enrol/external", "enrol/external/verify"])
      expect((await browser.post(`/mfa/${path}`)).status, path).to.equal(409);
    expect((await browser.get("/app")).status).to.equal(401);
    expect((await host.state()).size).to.be.above(0);
    expect(host.faults).to.deep.equal([]);
  });

  it("of nobody, of whoever was disabled or removed, and what does not fit, opens nothing", async () => {
    await start();
    const now = Math.floor(host.clock.now() / 1000);
    for (const [wrong, status, field] of [
      [{ operatorId: "nobody" }, 403],
      [{}, 422, "operatorId"],
      [{ operatorId: 7 }, 422, "operatorId"],
      [{ operatorId: anna.id, authTime: now + 60 }, 422, "authTime"],
      [{ operatorId: anna.id, authTime: now - 13 * 3600 }, 422, "authTime"],
      [{ operatorId: anna.id, authTime: "now" }, 422, "authTime"],
      [{ operatorId: anna.id, amr: ["a b"] }, 422, "amr"],
      [{ operatorId: anna.id, client: "phone" }, 422, "client"],
      [{ operatorId: anna.id, password: "x" }, 500],
    ] as const) {
      const answer = await begin(wrong);
      expect(answer.status, JSON.stringify(wrong)).to.equal(status);
      if (field !== undefined) expect(answer.json().errors).to.have.property(field);
      expect(answer.headers["set-cookie"]).to.equal(undefined);
    }
    await host.mfa.operators.disable(anna.id);
    expect((await begin({ operatorId: anna.id })).status).to.equal(403);
    await host.mfa.operators.remove(anna.id);
    expect((await begin({ operatorId: anna.id })).status).to.equal(403);
  });

  it("keeps the moment of the login, and a step-up where MFA is off leads back to it", async () => {
    await start({ mode: "off" });
    const now = Math.floor(host.clock.now() / 1000);
    await begin({ operatorId: anna.id, authTime: now - 600 });
    expect((await browser.get("/app")).json()).to.include({ authTime: now - 600 });
    expect((await browser.get("/app/fresh")).json().code).to.equal("ERR_MFA_STEP_UP");
    const page = await browser.open("/app/fresh");
    expect(page.words).to.include("The host's own login");
    expect(page.url.searchParams.get("returnTo")).to.equal("/app/fresh");
    await begin({ operatorId: anna.id });
    expect((await browser.get("/app/fresh")).status).to.equal(200);
  });

  it("begins anew each time: what a browser had before is over", async () => {
    await start();
    await begin({ operatorId: anna.id });
    const fixed = browser.jar.header(new URL(host.base));
    await browser.post("/mfa/challenge/email-otp");
    await passMail();
    const before = host.browser({ headers: { Cookie: fixed ?? "" } });
    expect((await before.get("/app")).status, "the token of the pending sign-in").to.equal(401);
    const old = browser.jar.header(new URL(host.base));
    host.clock.advance(31_000);
    await begin({ operatorId: anna.id });
    const copy = host.browser({ headers: { Cookie: old ?? "" } });
    expect((await copy.get("/app")).status, "the session of before").to.equal(401);
    expect((await browser.get("/app")).status).to.equal(401);
  });

  it("renews the host's own session when somebody is in", async () => {
    await start({
      mode: "off",
      before: (app) => {
        app.use(session({ secret: "host", resave: false, saveUninitialized: true }));
      },
    });
    const ids: (string | undefined)[] = [];
    host.app.get("/host-session", (req, res) => {
      ids.push(req.sessionID);
      res.json({});
    });
    await browser.get("/host-session");
    await begin({ operatorId: anna.id });
    await browser.get("/host-session");
    expect(new Set(ids).size).to.equal(2);
  });

  it("stands beside our own password where both are installed", async () => {
    await start({}, [password() as never, external({ signInUrl: "/login" })]);
    await host.addOperator("bo");
    const page = await browser.open("/mfa/");
    expect(page.text).to.include('href="/login"');
    expect(formTo(page, "/sign-in")).not.to.equal(undefined);
    await browser.post("/mfa/sign-in", { username: "bo", password: operatorPassword });
    await browser.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf("bo"));
    expect((await browser.post("/mfa/challenge/email-otp/verify", { code })).status).to.equal(200);
    const other = host.browser();
    await begin({ operatorId: anna.id }, other);
    await other.post("/mfa/challenge/email-otp");
    expect((await passMail(other)).json()).to.include({ state: "signed-in" });
    expect(
      (await browser.post("/mfa/sign-in", { username: "anna", password: "host password" })).status,
    ).to.equal(401);
  });

  it("has a card without a password, and no page for a forgotten one", async () => {
    await start({ mode: "either" });
    await begin({ operatorId: anna.id });
    await browser.post("/mfa/challenge/email-otp");
    await passMail();
    const card = await browser.open("/mfa/card");
    expect(card.status).to.equal(200);
    expect(formTo(card, "/card/password")).to.equal(undefined);
    expect((await browser.get("/mfa/forgot")).status).to.equal(404);
    host.clock.advance(31_000);
    expect((await stepUpByScript(host, browser, "anna")).status).to.equal(200);
    expect((await browser.post("/mfa/enrol/totp")).status, "its factors are ours to change").to.equal(200);
  });

  it("needs its place said, and is said where it is missing", async () => {
    for (const signInUrl of [
      undefined,
      "login",
      "//evil.example",
      "http://x.example",
      "javascript:alert(1)",
      7,
    ])
      expect(() => external({ signInUrl } as never)).to.throw("signInUrl");
    expect(external({ signInUrl: "https://login.example/" }).hostLogin?.url).to.equal(
      "https://login.example/",
    );
    host = await startHost();
    const { id } = await host.addOperator("anna");
    browser = host.browser();
    mountLogins();
    expect((await begin({ operatorId: id })).json().code).to.equal("ERR_MFA_OPTIONS");
  });
});
