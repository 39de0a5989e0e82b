import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import {
  enrolApp,
  formTo,
  mailOf,
  notThe,
  signInByMail,
  signInByScript,
  typePassword,
} from "../support/steps.js";

describe("signing in", () => {
  let host: Host;
  afterEach(() => host.close());

  it("goes by pages from the guarded page to the mail and back to where it was going", async () => {
    host = await startHost();
    await host.addOperator("anna");
    const browser = host.browser();
    const code = await typePassword(browser, "anna", "/app/doors?floor=2");
    expect(code.words).to.include("Check your e-mail").and.include("a•••@net2.example");
    expect(host.smtp.mailsTo(mailOf("anna")), "the code is on its way already").to.have.length(1);
    const there = await browser.submit(code, formTo(code, "/challenge/email-otp/verify"), {
      code: host.smtp.lastCode(mailOf("anna")),
    });
    expect(there.url.pathname + there.url.search).to.equal("/app/doors?floor=2");
    expect(there.words).to.include("a guarded page");
  });

  it("says on the page that a code is wrong, and takes the right one after", async () => {
    host = await startHost();
    await host.addOperator("anna");
    const browser = host.browser();
    const page = await typePassword(browser, "anna");
    const code = host.smtp.lastCode(mailOf("anna"));
    const wrong = await browser.submit(page, formTo(page, "/challenge/email-otp/verify"), {
      code: notThe(code),
    });
    expect(wrong.status).to.equal(401);
    expect(wrong.words).to.include("That code is not right");
    const right = await browser.submit(wrong, formTo(wrong, "/challenge/email-otp/verify"), { code });
    expect(right.words).to.include("You are signed in");
  });

  it("goes by JSON, where each step says what comes next", async () => {
    host = await startHost();
    await host.addOperator("anna");
    const browser = host.browser();
    expect((await browser.get("/mfa/")).json()).to.deep.equal({ state: "sign-in" });
    const first = await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(first.status).to.equal(200);
    expect(first.json()).to.include({ state: "challenge", strategy: "email-otp", purpose: "sign-in" });
    expect(first.json()).not.to.have.any.keys("sent", "token");
    expect(host.smtp.mails, "a script asks for the mail itself").to.have.length(0);
    const sent = (await browser.post("/mfa/challenge/email-otp")).json();
    expect(sent.sent).to.deep.equal({ to: "a•••@net2.example", again: 30, expiresIn: 600 });
    expect((await browser.get("/app")).status).to.equal(401);
    const done = await browser.post("/mfa/challenge/email-otp/verify", {
      code: host.smtp.lastCode(mailOf("anna")),
    });
    expect(done.json()).to.include({ state: "signed-in", passwordChange: false });
    expect(done.json()).not.to.have.property("token");
    const inside = (await browser.get("/app")).json();
    expect(inside).to.include({ username: "anna" });
    expect(inside.amr).to.deep.equal(["pwd", "mfa"]);
  });

  it("takes the codes of a real authenticator", async function () {
    needs("oathtool").call(this);
    host = await startHost({ mode: "either" });
    await host.addOperator("anna");
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    const secret = await enrolApp(host, browser);
    await browser.post("/mfa/sign-out");
    host.clock.advance(30_000);

    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    const code = oathtool(secret, host.clock.now());
    const wrong = await browser.post("/mfa/challenge/totp/verify", { code: notThe(code) });
    expect(wrong.status).to.equal(401);
    expect(wrong.json()).to.include({ code: "ERR_MFA_CODE", state: "challenge", strategy: "totp" });
    const done = await browser.post("/mfa/challenge/totp/verify", { code });
    expect(done.json().state).to.equal("signed-in");
    expect((await browser.get("/app")).json().amr).to.deep.equal(["pwd", "otp", "mfa"]);

    await browser.post("/mfa/sign-out");
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    const again = await browser.post("/mfa/challenge/totp/verify", { code });
    expect(again.json().code).to.equal("ERR_MFA_CODE_USED");
    expect((await browser.get("/app")).status).to.equal(401);
  });

  it("lets the operator choose where either will do, the last choice first", async function () {
    needs("oathtool").call(this);
    host = await startHost({ mode: "either" });
    await host.addOperator("anna");
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    const secret = await enrolApp(host, browser);
    await browser.post("/mfa/sign-out");
    host.clock.advance(60_000);

    const choose = await typePassword(browser, "anna");
    expect(choose.words).to.include(en.purpose["sign-in"].choose);
    expect(formTo(choose, "/challenge/email-otp")).to.exist;
    const code = await browser.submit(choose, formTo(choose, "/challenge/totp"));
    const done = await browser.submit(code, formTo(code, "/challenge/totp/verify"), {
      code: oathtool(secret, host.clock.now()),
    });
    expect(done.words).to.include("You are signed in");
    await browser.post("/mfa/sign-out");
    const next = await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    const { state, strategies } = next.json() as { state: string; strategies: { id: string }[] };
    expect(state).to.equal("choose");
    expect(strategies.map(({ id }) => id)).to.deep.equal(["totp", "email-otp"]);
  });

  it("asks for nothing more than the password while MFA is off", async () => {
    host = await startHost({ mode: "off" });
    await host.addOperator("anna");
    const browser = host.browser();
    const page = await typePassword(browser, "anna", "/app");
    expect(page.words).to.include("a guarded page");
    expect(host.smtp.mails).to.have.length(0);
  });

  it("says the same to an unknown name, a wrong password and a disabled operator", async () => {
    host = await startHost();
    await host.addOperator("anna");
    const erik = await host.addOperator("erik");
    await host.mfa.operators.disable(erik.id);
    const answers = [];
    for (const [username, password] of [
      ["nobody", operatorPassword],
      ["anna", "wrong horse battery"],
      ["erik", operatorPassword],
    ]) {
      const { status, text } = await host.browser().post("/mfa/sign-in", { username, password });
      answers.push({ status, text });
    }
    expect(answers[0]?.status).to.equal(401);
    expect(answers[0]?.text).to.include("ERR_MFA_CREDENTIALS");
    expect(answers[1]).to.deep.equal(answers[0]);
    expect(answers[2]).to.deep.equal(answers[0]);
  });

  it("keeps the name and not the password on the page after a wrong password", async () => {
    host = await startHost();
    await host.addOperator("anna");
    const browser = host.browser();
    const page = await browser.open("/mfa/");
    const wrong = await browser.submit(page, formTo(page, "/sign-in"), {
      username: "anna",
      password: "wrong horse battery",
    });
    expect(wrong.status).to.equal(401);
    expect(formTo(wrong, "/sign-in")?.fields.username).to.equal("anna");
    expect(wrong.text).not.to.include("wrong horse");
  });

  it("ends the session that the browser had when somebody signs in anew", async () => {
    host = await startHost();
    await host.addOperator("anna");
    await host.addOperator("erik");
    const browser = host.browser();
    await signInByMail(host, browser, "anna");
    const before = host.browser({ jar: browser.jar.copy() });
    await browser.post("/mfa/sign-in", { username: "erik", password: operatorPassword });
    expect((await before.get("/app")).status).to.equal(401);
    expect((await browser.get("/app")).status).to.equal(401);
  });
});
