import { expect } from "chai";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { enrolApp, formTo, mailOf, signInByMail, signInByScript, typePassword } from "../support/steps.js";

const day = 86_400_000;
const minute = 60_000;

describe("trusting this browser", () => {
  let host: Host;
  afterEach(() => host.close());

  async function trusted() {
    const browser = host.browser();
    await signInByMail(host, browser, "anna", { trust: true });
    await browser.post("/mfa/sign-out");
    return browser;
  }
  const password = { username: "anna", password: operatorPassword };

  it("asks for no code as long as the policy says, and for one after", async () => {
    host = await startHost({ reauthDays: 7 });
    await host.addOperator("anna");
    const browser = await trusted();
    host.clock.advance(7 * day - minute);
    const page = await typePassword(browser, "anna", "/app");
    expect(page.words).to.include("a guarded page");
    expect((await browser.get("/app")).json().amr).to.deep.equal(["pwd", "mfa"]);
    await browser.post("/mfa/sign-out");
    host.clock.advance(2 * minute);
    expect((await browser.post("/mfa/sign-in", password)).json().state).to.equal("challenge");
  });

  it("ends the session too, at the moment when the remembered proof is too old", async () => {
    host = await startHost({ reauthDays: 7 });
    await host.addOperator("anna");
    const browser = await trusted();
    host.clock.advance(7 * day - minute);
    await browser.post("/mfa/sign-in", password);
    expect((await browser.get("/app")).status).to.equal(200);
    host.clock.advance(minute);
    expect((await browser.get("/app")).status).to.equal(401);
  });

  it("happens only when it was asked for", async () => {
    host = await startHost({ reauthDays: 7 });
    await host.addOperator("anna");
    const browser = host.browser();
    await signInByMail(host, browser, "anna");
    await browser.post("/mfa/sign-out");
    expect((await browser.post("/mfa/sign-in", password)).json().state).to.equal("challenge");
  });

  it("is not offered, and not taken, when the policy asks at each sign-in", async () => {
    host = await startHost({ reauthDays: 0 });
    await host.addOperator("anna");
    const browser = host.browser();
    const page = await typePassword(browser, "anna");
    expect(page.text).not.to.include('name="trust"');
    await browser.submit(page, formTo(page, "/challenge/email-otp/verify"), {
      code: host.smtp.lastCode(mailOf("anna")),
      trust: "true",
    });
    await host.mfa.policy.change({ reauthDays: 7 });
    await browser.post("/mfa/sign-out");
    expect((await browser.post("/mfa/sign-in", password)).json().state).to.equal("challenge");
  });

  it("ends at once, and the session with it, when the days are lowered", async () => {
    host = await startHost({ reauthDays: 7 });
    await host.addOperator("anna");
    const browser = await trusted();
    host.clock.advance(3 * day);
    await browser.post("/mfa/sign-in", password);
    expect((await browser.get("/app")).status).to.equal(200);
    await host.mfa.policy.change({ reauthDays: 2 });
    expect((await browser.get("/app")).status).to.equal(401);
    await host.mfa.policy.change({ reauthDays: 7 });
    expect((await browser.get("/app")).status, "what was ended stays ended").to.equal(401);
  });

  it("leaves a session alone that gave the code itself when the days are lowered", async () => {
    host = await startHost({ reauthDays: 7 });
    await host.addOperator("anna");
    const browser = host.browser();
    await signInByMail(host, browser, "anna", { trust: true });
    await host.mfa.policy.change({ reauthDays: 0 });
    expect((await browser.get("/app")).status).to.equal(200);
  });

  it("is forgotten when MFA is turned off and on again", async () => {
    host = await startHost({ reauthDays: 7 });
    await host.addOperator("anna");
    const browser = await trusted();
    await host.mfa.policy.change({ mode: "off" });
    await host.mfa.policy.change({ mode: "email" });
    expect((await browser.post("/mfa/sign-in", password)).json().state).to.equal("challenge");
  });

  it("counts for the strategy that was passed, not for another one", async () => {
    host = await startHost({ mode: "either", reauthDays: 7 });
    await host.addOperator("anna");
    const browser = host.browser();
    await browser.post("/mfa/sign-in", password);
    await browser.post("/mfa/challenge/email-otp");
    await browser.post("/mfa/challenge/email-otp/verify", {
      code: host.smtp.lastCode(mailOf("anna")),
      trust: true,
    });
    await host.mfa.policy.change({ mode: "app" });
    await browser.post("/mfa/sign-out");
    expect((await browser.post("/mfa/sign-in", password)).json().state).not.to.equal("signed-in");
  });

  it("is never enough for a route that asks for a fresh proof", async () => {
    host = await startHost({ reauthDays: 7 });
    await host.addOperator("anna");
    const browser = await trusted();
    await browser.post("/mfa/sign-in", password);
    expect((await browser.get("/app")).status).to.equal(200);
    expect((await browser.get("/app/fresh")).status).to.equal(401);
    expect((await browser.get("/mfa/card")).json().fresh).to.equal(false);
  });

  it("does nothing for another operator in the same browser, nor for a copied name", async () => {
    host = await startHost({ reauthDays: 7 });
    await host.addOperator("anna");
    await host.addOperator("erik");
    const browser = await trusted();
    const erik = await browser.post("/mfa/sign-in", { username: "erik", password: operatorPassword });
    expect(erik.json().state).to.equal("challenge");
  });

  it("ends when the operator signs out everywhere", async () => {
    host = await startHost({ reauthDays: 7 });
    await host.addOperator("anna");
    const browser = await trusted();
    const other = host.browser();
    host.clock.advance(minute);
    await signInByScript(host, other, "anna");
    await other.post("/mfa/sign-out", { everywhere: true });
    expect((await browser.post("/mfa/sign-in", password)).json().state).to.equal("challenge");
  });

  it("in the browser that changes password, app or address stays, and ends in every other", async () => {
    host = await startHost({ mode: "either", reauthDays: 30 });
    await host.addOperator("anna");
    const [anna, other] = [host.browser(), host.browser()];
    const signIn = async (browser: Browser, password = operatorPassword) =>
      (await browser.post("/mfa/sign-in", { username: "anna", password })).json().state;
    const come = async (browser: Browser, password = operatorPassword) => {
      host.clock.advance(31_000);
      await signIn(browser, password);
      await browser.post("/mfa/challenge/email-otp");
      const code = host.smtp.lastCode(mailOf("anna"));
      await browser.post("/mfa/challenge/email-otp/verify", { code, trust: true });
    };
    await come(other);
    await come(anna);
    expect([await signIn(anna), await signIn(other)]).to.deep.equal(["signed-in", "signed-in"]);
    await come(anna);
    await anna.post("/mfa/card/password", { password: "another long password" });
    expect(await signIn(anna, "another long password"), "password").to.equal("signed-in");
    expect(await signIn(other, "another long password"), "password, elsewhere").to.equal("choose");
    await come(other, "another long password");
    await come(anna, "another long password");
    await enrolApp(host, anna);
    expect(await signIn(anna, "another long password"), "app").to.equal("signed-in");
    expect(await signIn(other, "another long password"), "app, elsewhere").to.equal("choose");
  });
});
