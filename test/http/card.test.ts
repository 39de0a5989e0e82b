import { expect } from "chai";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { enrolApp, formTo, signInByScript } from "../support/steps.js";
import { zbarimg } from "../support/zbarimg.js";

const minute = 60_000;

describe("the card", () => {
  let host: Host;
  let browser: Browser;
  beforeEach(async () => {
    host = await startHost({ mode: "either" });
    await host.addOperator("anna");
    browser = host.browser();
    await signInByScript(host, browser, "anna");
  });
  afterEach(() => host.close());

  it("shows the operator's own strategies, sessions and browsers, and no secret", async () => {
    const card = (await browser.get("/mfa/card")).json();
    expect(card).to.include({ state: "card", fresh: true, passwordChange: false });
    expect(card.operator).to.deep.equal({ username: "anna", email: "anna@net2.example", role: "operator" });
    expect(card.sessions).to.have.length(1);
    expect(card.browsers).to.have.length(1);
    expect(JSON.stringify(card)).not.to.match(/hash|argon2|secret/);
  });

  describe("with an app", () => {
    before(needs("oathtool", "zbarimg"));
    let secret: string;
    beforeEach(async () => {
      secret = await enrolApp(host, browser);
    });

    it("draws the own QR after a fresh proof of the app, to be read by a scanner", async () => {
      const png = await browser.get("/mfa/card/totp.png");
      expect(png.status).to.equal(200);
      expect(png.headers["content-type"]).to.equal("image/png");
      expect(png.headers["cache-control"]).to.equal("no-store");
      expect(new URL(zbarimg(png.bytes)).searchParams.get("secret")).to.equal(secret);
      const svg = await browser.get("/mfa/card/totp.svg");
      expect(svg.headers["content-type"]).to.equal("image/svg+xml");
      expect(svg.text).to.include("<svg");
      expect(host.events.filter(({ event }) => event.type === "picture-shown")).to.have.length(2);
      const page = await browser.open("/mfa/card");
      expect(page.text).to.include('src="/mfa/card/totp.png"');
      expect(page.words, "what is there is not set up but replaced").to.include("Replace: Authenticator app");
    });

    it("asks for a step-up once the proof is older than five minutes, and draws it after", async () => {
      host.clock.advance(5 * minute + 1000);
      const late = await browser.get("/mfa/card/totp.png");
      expect(late.status).to.equal(401);
      expect(late.json().code).to.equal("ERR_MFA_STEP_UP");
      expect(late.headers["www-authenticate"]).to.include("insufficient_user_authentication");
      expect((await browser.open("/mfa/card")).text).not.to.include("totp.png");
      await browser.post("/mfa/challenge/totp/verify", { code: oathtool(secret, host.clock.now()) });
      expect((await browser.get("/mfa/card/totp.png")).status).to.equal(200);
    });

    it("does not draw it after a proof by e-mail: the app guards itself", async () => {
      await browser.post("/mfa/sign-out");
      host.clock.advance(minute);
      await signInByScript(host, browser, "anna");
      expect((await browser.get("/mfa/card/totp.png")).status).to.equal(401);
      const enrol = await browser.post("/mfa/enrol/totp");
      expect(enrol.status).to.equal(409);
      expect(enrol.json()).to.include({ code: "ERR_MFA_CONFIRM", confirm: "totp" });
      const change = await browser.post("/mfa/card/password", { password: "another horse battery" });
      expect(change.json().code).to.equal("ERR_MFA_STEP_UP");
    });

    it("leads a person from the card through the step-up to the picture", async () => {
      host.clock.advance(6 * minute);
      const card = await browser.open("/mfa/card");
      const link = /href="(\/mfa\/\?need=fresh[^"]*)"[^>]*>[^<]*QR/
        .exec(card.text)?.[1]
        ?.replaceAll("&amp;", "&");
      let page = await browser.open(link ?? "no link", card);
      const choice = formTo(page, "/challenge/totp");
      if (choice !== undefined) page = await browser.submit(page, choice);
      const back = await browser.submit(page, formTo(page, "/challenge/totp/verify"), {
        code: oathtool(secret, host.clock.now()),
      });
      expect(back.url.pathname).to.equal("/mfa/card");
      expect(back.text).to.include("totp.png");
    });

    it("never draws somebody else's", async () => {
      await host.addOperator("erik");
      const erik = host.browser();
      await signInByScript(host, erik, "erik");
      const answer = await erik.get("/mfa/card/totp.png");
      expect(answer.status).to.equal(404);
      expect((await host.browser().get("/mfa/card/totp.png")).status).to.equal(401);
    });

    it("replaces the app only when the new one's code was right", async () => {
      const begun = (await browser.post("/mfa/enrol/totp")).json();
      await browser.post("/mfa/enrol/totp/verify", { code: "000000" });
      host.clock.advance(minute);
      const old = await browser.post("/mfa/challenge/totp/verify", {
        code: oathtool(secret, host.clock.now()),
      });
      expect(old.status, "the old one is still good").to.equal(200);
      const code = oathtool(String(begun.secret), host.clock.now());
      expect((await browser.post("/mfa/enrol/totp/verify", { code })).status).to.equal(200);
      host.clock.advance(minute);
      const dead = await browser.post("/mfa/challenge/totp/verify", {
        code: oathtool(secret, host.clock.now()),
      });
      expect(dead.json().code).to.equal("ERR_MFA_CODE");
    });
  });

  it("has no picture of what has none, and of what is not there", async () => {
    for (const path of ["email-otp.png", "password.svg", "totp.png"]) {
      expect((await browser.get(`/mfa/card/${path}`)).status, path).to.equal(404);
    }
  });

  it("enrols an app from the page, and comes back to the card", async function () {
    needs("oathtool", "zbarimg").call(this);
    const card = await browser.open("/mfa/card");
    const scan = await browser.submit(card, formTo(card, "/enrol/totp"));
    const uri = zbarimg(/<img src="(data:[^"]+)"/.exec(scan.text)?.[1] ?? "");
    const done = await browser.submit(scan, formTo(scan, "/enrol/totp/verify"), {
      code: oathtool(uri, host.clock.now()),
    });
    expect(done.status).to.equal(200);
    expect(done.url.pathname).to.equal("/mfa/card");
  });

  it("leads to the confirmation and back when an app is added without a fresh proof", async () => {
    host.clock.advance(6 * minute);
    const card = await browser.open("/mfa/card");
    const asked = await browser.submit(card, formTo(card, "/enrol/totp"));
    expect(asked.words).to.include("Confirm that it is you");
    expect(formTo(asked, "/challenge/email-otp")).to.exist;
    expect(asked.text).not.to.include("otpauth");
  });

  it("changes no password without a fresh proof of the second factor", async () => {
    host.clock.advance(6 * minute);
    const refused = await browser.post("/mfa/card/password", { password: "another horse battery staple" });
    expect(refused.json()).to.include({ code: "ERR_MFA_STEP_UP", status: 401 });
    const old = await host.browser().post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(old.status, "the old one is still good").to.equal(200);
  });

  it("changes none without a fresh proof of the old one, where there is nothing else", async () => {
    await host.mfa.policy.change({ mode: "off" });
    await host.addOperator("erik", { email: undefined });
    const erik = host.browser();
    await erik.post("/mfa/sign-in", { username: "erik", password: operatorPassword });
    host.clock.advance(6 * minute);
    const refused = await erik.post("/mfa/card/password", { password: "another horse battery staple" });
    expect(refused.json()).to.include({ code: "ERR_MFA_STEP_UP", status: 401 });
    const old = await host.browser().post("/mfa/sign-in", { username: "erik", password: operatorPassword });
    expect(old.status, "the old one is still good").to.equal(200);
  });

  it("changes the password, which ends every other session", async () => {
    const other = host.browser();
    host.clock.advance(minute);
    await signInByScript(host, other, "anna");
    const card = await browser.open("/mfa/card");
    const weak = await browser.submit(card, formTo(card, "/card/password"), { password: "short" });
    expect(weak.status).to.equal(422);
    expect((await other.get("/app")).status, "nothing happened yet").to.equal(200);
    const changed = await browser.submit(weak, formTo(weak, "/card/password"), {
      password: "another horse battery",
    });
    expect(changed.status).to.equal(200);
    expect(changed.url.pathname).to.equal("/mfa/card");
    expect((await browser.get("/mfa/card")).json().sessions, "gone, not only useless").to.have.length(1);
    expect((await other.get("/app")).status).to.equal(401);
    expect((await browser.get("/app")).status).to.equal(200);
    const old = await host.browser().post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(old.status).to.equal(401);
    const fresh = await host
      .browser()
      .post("/mfa/sign-in", { username: "anna", password: "another horse battery" });
    expect(fresh.status).to.equal(200);
  });
});
