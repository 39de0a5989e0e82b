import { expect } from "chai";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { enrolApp, formTo, mailOf, signInByScript, typePassword } from "../support/steps.js";

describe("when the mail cannot be sent", () => {
  let host: Host;
  afterEach(() => host.close());
  const password = { username: "anna", password: operatorPassword };

  for (const [what, mode] of [
    ["the server refuses the address", "refuse"],
    ["the server hangs", "hang"],
  ] as const) {
    it(`is told, and the next try is free at once: ${what}`, async () => {
      host = await startHost();
      await host.addOperator("anna");
      const browser = host.browser();
      await browser.post("/mfa/sign-in", password);
      host.smtp.mode = mode;
      for (const time of ["first", "second"]) {
        const answer = await browser.post("/mfa/challenge/email-otp");
        expect(answer.status, time).to.equal(503);
        expect(answer.headers["content-type"]).to.match(/^application\/problem\+json/);
        expect(answer.json()).to.include({ code: "ERR_MFA_MAIL", status: 503, state: "challenge" });
        expect(answer.json()).not.to.have.property("sent");
      }
      expect(host.faults.map(String).join(), "the host is told").to.include("MfaError");
      host.smtp.mode = "take";
      expect((await browser.post("/mfa/challenge/email-otp")).status).to.equal(200);
      const code = host.smtp.lastCode(mailOf("anna"));
      const done = await browser.post("/mfa/challenge/email-otp/verify", { code });
      expect(done.json().state).to.equal("signed-in");
    });
  }

  it("is told on the page after the password, with the way to try again", async () => {
    host = await startHost();
    await host.addOperator("anna");
    host.smtp.mode = "refuse";
    const browser = host.browser();
    const page = await typePassword(browser, "anna", "/app");
    expect(page.status).to.equal(503);
    expect(page.words).to.include("The code could not be sent");
    host.smtp.mode = "take";
    const code = await browser.submit(page, formTo(page, "/challenge/email-otp"));
    expect(code.status).to.equal(200);
    const done = await browser.submit(code, formTo(code, "/challenge/email-otp/verify"), {
      code: host.smtp.lastCode(mailOf("anna")),
    });
    expect(done.words).to.include("a guarded page");
  });

  it("is told when there is no server any more", async () => {
    host = await startHost();
    await host.addOperator("anna");
    const browser = host.browser();
    await browser.post("/mfa/sign-in", password);
    await host.smtp.close();
    const answer = await browser.post("/mfa/challenge/email-otp");
    expect(answer.json()).to.include({ code: "ERR_MFA_MAIL", status: 503 });
    expect((await browser.post("/mfa/challenge/email-otp")).status, "not a wait").to.equal(503);
  });

  it("is told when none was ever set up", async () => {
    host = await startHost({ options: { mail: undefined } });
    await host.addOperator("anna");
    const browser = host.browser();
    await browser.post("/mfa/sign-in", password);
    expect((await browser.post("/mfa/challenge/email-otp")).json().code).to.equal("ERR_MFA_MAIL");
  });

  it("costs a send when nobody can say whether it came: the server might have kept it", async () => {
    host = await startHost();
    await host.addOperator("anna");
    const browser = host.browser();
    await browser.post("/mfa/sign-in", password);
    host.smtp.mode = "drop";
    expect((await browser.post("/mfa/challenge/email-otp")).status).to.equal(503);
    host.smtp.mode = "take";
    const next = await browser.post("/mfa/challenge/email-otp");
    expect(next.status).to.equal(429);
    expect(next.headers["retry-after"]).to.equal("30");
    host.clock.advance(30_000);
    expect((await browser.post("/mfa/challenge/email-otp")).status).to.equal(200);
  });

  it("offers the other way, and that gets in", async function () {
    needs("oathtool").call(this);
    host = await startHost({ mode: "either" });
    await host.addOperator("anna");
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    const secret = await enrolApp(host, browser);
    await browser.post("/mfa/sign-out");
    host.clock.advance(60_000);
    host.smtp.mode = "refuse";
    const choose = await typePassword(browser, "anna");
    const failed = await browser.submit(choose, formTo(choose, "/challenge/email-otp"));
    expect(failed.status).to.equal(503);
    const other = await browser.submit(failed, formTo(failed, "/challenge/totp"));
    const done = await browser.submit(other, formTo(other, "/challenge/totp/verify"), {
      code: oathtool(secret, host.clock.now()),
    });
    expect(done.words).to.include("You are signed in");
  });

  it("leaves a session as it was when a step-up cannot be mailed", async () => {
    host = await startHost();
    await host.addOperator("anna");
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    host.clock.advance(301_000);
    host.smtp.mode = "refuse";
    const page = await browser.open("/app/fresh");
    const failed = await browser.submit(page, formTo(page, "/challenge/email-otp"));
    expect(failed.status).to.equal(503);
    expect(failed.words).to.include("The code could not be sent");
    expect((await browser.get("/app")).status).to.equal(200);
    expect((await browser.get("/app/fresh")).status).to.equal(401);
  });
});
