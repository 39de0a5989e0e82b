import { expect } from "chai";
import type { Request, Response } from "express";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { formTo, mailOf, notThe, signInByScript } from "../support/steps.js";

const tell = (req: Request, res: Response) => {
  const { username } = (req.user ?? {}) as { username?: string };
  res.json({
    username: username ?? null,
    amr: req.mfa?.amr,
    authenticated: req.isAuthenticated?.() ?? false,
  });
};

describe("mfa.session", () => {
  let host: Host;
  beforeEach(async () => {
    host = await startHost();
    await host.addOperator("anna");
    host.app.get("/greet", host.mfa.session(), tell);
  });
  afterEach(() => host.close());

  it("says who is there and keeps nobody out", async () => {
    const browser = host.browser();
    expect((await browser.get("/greet")).json()).to.include({ username: null, authenticated: false });
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect((await browser.get("/greet")).json(), "before the code").to.include({ username: null });
    await signInByScript(host, browser, "anna");
    expect((await browser.get("/greet")).json()).to.deep.include({
      username: "anna",
      authenticated: true,
      amr: ["pwd", "mfa"],
    });
  });

  it("takes a cookie that is no token, and a cookie beside a bearer, for nobody", async () => {
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    const both = await browser.request("/greet", { headers: { Authorization: "Bearer x" } });
    expect(both.json()).to.include({ username: null });
  });
});

describe("mfa.signOut", () => {
  it("ends the session of the request, on the server and in the browser", async () => {
    const host = await startHost();
    try {
      await host.addOperator("anna");
      host.app.post("/leave", async (req, res) => {
        await host.mfa.signOut(req, res);
        res.json({ left: true });
      });
      const browser = host.browser();
      await signInByScript(host, browser, "anna");
      const copy = host.browser({ jar: browser.jar.copy() });
      expect((await browser.post("/leave")).status).to.equal(200);
      expect(browser.jar.names().filter((name) => name.endsWith("-session"))).to.deep.equal([]);
      expect((await copy.get("/app")).status).to.equal(401);
      expect((await host.browser().post("/leave")).status, "nobody to sign out").to.equal(200);
    } finally {
      await host.close();
    }
  });
});

describe("mfa.authenticate", () => {
  let host: Host;
  beforeEach(async () => {
    host = await startHost();
    await host.addOperator("anna");
    host.app.post("/login", host.mfa.authenticate("password"), tell);
    host.app.post("/login/code", host.mfa.authenticate("email-otp"), tell);
  });
  afterEach(() => host.close());

  it("goes on only when the whole policy is met, and answers itself until then", async () => {
    const browser = host.browser();
    const first = await browser.post("/login", { username: "anna", password: operatorPassword });
    expect(first.json()).to.include({ state: "challenge" });
    await browser.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf("anna"));
    const wrong = await browser.post("/login/code", { code: notThe(code) });
    expect(wrong.status).to.equal(401);
    expect(wrong.json().code).to.equal("ERR_MFA_CODE");
    const done = await browser.post("/login/code", { code });
    expect(done.json()).to.include({ username: "anna" });
    expect((await browser.get("/app")).status).to.equal(200);
  });

  it("goes on at once where the password is all that is asked for", async () => {
    await host.mfa.policy.change({ mode: "off" });
    const browser = host.browser();
    const done = await browser.post("/login", { username: "anna", password: operatorPassword });
    expect(done.json()).to.include({ username: "anna" });
    expect((await browser.post("/login", { username: "anna", password: "x" })).status).to.equal(401);
  });

  it("wants evidence of the origin, and a sign-in under way", async () => {
    const evil = { Origin: "https://evil.example", "Content-Type": "application/json" };
    const body = JSON.stringify({ username: "anna", password: operatorPassword });
    expect((await host.browser().request("/login", { method: "POST", headers: evil, body })).status).to.equal(
      403,
    );
    expect(
      (await host.browser().request("/login/code", { method: "POST", headers: evil, body })).status,
    ).to.equal(403);
    expect((await host.browser().post("/login/code", { code: "123456" })).status).to.equal(401);
  });

  it("shows a person a page whose forms work", async () => {
    const browser = host.browser();
    const answer = await browser.request("/login", {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: host.base },
      body: "username=anna&password=wrong",
    });
    expect(answer.status).to.equal(401);
    const shown = await browser.open("/mfa/");
    const { readForms } = await import("../support/forms.js");
    const form = readForms(answer.text)[0];
    const page = await browser.submit({ ...shown, forms: readForms(answer.text) }, form, {
      username: "anna",
      password: operatorPassword,
    });
    expect(page.status).to.equal(200);
    expect(formTo(page, "/challenge/email-otp/verify")).to.exist;
  });
});
