import { expect } from "chai";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { formTo, mailOf, notThe, typePassword } from "../support/steps.js";
import { zbarimg } from "../support/zbarimg.js";

describe("the first authenticator app, where nothing else will do", () => {
  let host: Host;
  before(needs("oathtool", "zbarimg"));
  beforeEach(async () => {
    host = await startHost({ mode: "app" });
  });
  afterEach(() => host.close());

  it("is confirmed by mail, read from the picture of the page, and signs in with its first code", async () => {
    await host.addOperator("anna");
    const browser = host.browser();
    const first = await typePassword(browser, "anna", "/app");
    expect(first.words).to.include("Confirm that it is you first");
    const code = await browser.submit(first, formTo(first, "/challenge/email-otp"));
    const pick = await browser.submit(code, formTo(code, "/challenge/email-otp/verify"), {
      code: host.smtp.lastCode(mailOf("anna")),
    });
    expect((await browser.get("/app")).status, "the mail alone opens nothing").to.equal(401);
    const scan = await browser.submit(pick, formTo(pick, "/enrol/totp"));
    const uri = zbarimg(/<img src="(data:[^"]+)"/.exec(scan.text)?.[1] ?? "");
    expect(uri).to.match(/^otpauth:\/\/totp\/Net2:anna\?secret=[A-Z2-7]{32}&issuer=Net2&/);
    const key = new URL(uri).searchParams.get("secret") ?? "";
    expect(scan.words.replaceAll(" ", ""), "the key as text").to.include(key);

    const finish = formTo(scan, "/enrol/totp/verify");
    const right = oathtool(uri, host.clock.now());
    const wrong = await browser.submit(scan, finish, { code: notThe(right) });
    expect(wrong.status).to.equal(401);
    expect(wrong.text, "the same picture again").to.include(/<img src="(data:[^"]+)"/.exec(scan.text)?.[1]);
    const there = await browser.submit(wrong, formTo(wrong, "/enrol/totp/verify"), { code: right });
    expect(there.words).to.include("a guarded page");
    expect(there.url.pathname).to.equal("/app");
  });

  it("is refused to whoever holds only the password", async () => {
    await host.addOperator("anna");
    const browser = host.browser();
    const first = await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(first.json()).to.include({ state: "enrol", confirm: "email-otp" });
    for (const path of ["/mfa/enrol/totp", "/mfa/enrol/totp/verify"]) {
      const answer = await browser.post(path, { code: "123456" });
      expect(answer.status, path).to.equal(409);
      expect(answer.text).not.to.include("otpauth");
    }
    expect((await browser.get("/mfa/card/totp.png")).status).to.equal(401);
  });

  it("waits for an engineer where the operator has no address", async () => {
    await host.addOperator("erik", { email: undefined });
    const browser = host.browser();
    const first = await browser.post("/mfa/sign-in", { username: "erik", password: operatorPassword });
    expect(first.json()).to.include({ state: "enrol", confirm: null });
    const page = await typePassword(host.browser(), "erik");
    expect(page.words).to.include("A code from a system engineer is needed");
    const answer = await browser.post("/mfa/enrol/totp");
    expect(answer.json()).to.include({ code: "ERR_MFA_CONFIRM", confirm: null });
  });

  it("is set up with the password alone until the moment that an engineer chose, and not from then on", async () => {
    await host.addOperator("erik", { email: undefined });
    await host.mfa.policy.change({ openEnrolmentUntil: host.clock.now() + 60_000 });
    const first = host.browser();
    await first.post("/mfa/sign-in", { username: "erik", password: operatorPassword });
    expect((await first.post("/mfa/enrol/totp")).json()).to.include({ state: "enrol", strategy: "totp" });
    host.clock.advance(60_000);
    const late = host.browser();
    await late.post("/mfa/sign-in", { username: "erik", password: operatorPassword });
    expect((await late.post("/mfa/enrol/totp")).json()).to.include({
      code: "ERR_MFA_CONFIRM",
      confirm: null,
    });
  });

  it("does not sign in a second time with the code that enrolled it", async () => {
    await host.addOperator("anna");
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await browser.post("/mfa/challenge/email-otp");
    await browser.post("/mfa/challenge/email-otp/verify", { code: host.smtp.lastCode(mailOf("anna")) });
    const { uri } = (await browser.post("/mfa/enrol/totp")).json();
    const code = oathtool(String(uri), host.clock.now());
    expect((await browser.post("/mfa/enrol/totp/verify", { code })).json().state).to.equal("signed-in");
    await browser.post("/mfa/sign-out");
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    const again = await browser.post("/mfa/challenge/totp/verify", { code });
    expect(again.json().code).to.equal("ERR_MFA_CODE_USED");
  });

  it("is not there when it was begun and never finished", async () => {
    await host.addOperator("anna");
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await browser.post("/mfa/challenge/email-otp");
    await browser.post("/mfa/challenge/email-otp/verify", { code: host.smtp.lastCode(mailOf("anna")) });
    await browser.post("/mfa/enrol/totp");
    const next = await host.browser().post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(next.json()).to.include({ state: "enrol", confirm: "email-otp" });
  });
});
