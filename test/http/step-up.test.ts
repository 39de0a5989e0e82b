import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { oathtool } from "../support/oathtool.js";
import {
  createApp,
  enrolApp,
  formTo,
  mailOf,
  signInApp,
  signInByScript,
  stepUpByScript,
} from "../support/steps.js";

describe("a route that asks for a fresh proof", () => {
  let host: Host;
  let browser: Browser;
  beforeEach(async () => {
    host = await startHost();
    await host.addOperator("anna");
    browser = host.browser();
    await signInByScript(host, browser, "anna");
  });
  afterEach(() => host.close());
  const later = () => host.clock.advance(301_000);

  it("takes the proof of the sign-in for as long as it says, to the second", async () => {
    host.clock.advance(300_000);
    expect((await browser.get("/app/fresh")).status).to.equal(200);
    host.clock.advance(1000);
    expect((await browser.get("/app/fresh")).status).to.equal(401);
    expect((await browser.get("/app")).status).to.equal(200);
  });

  it("leads a page to the challenge and back", async () => {
    later();
    const asked = await browser.open("/app/fresh?door=1");
    expect(asked.words).to.include("Confirm that it is you");
    const code = await browser.submit(asked, formTo(asked, "/challenge/email-otp"));
    const back = await browser.submit(code, formTo(code, "/challenge/email-otp/verify"), {
      code: host.smtp.lastCode(mailOf("anna")),
    });
    expect(back.url.pathname + back.url.search).to.equal("/app/fresh?door=1");
    expect(back.words).to.include("a fresh page");
  });

  it("stores no post: it leads back to the page that it was made on, by 303", async () => {
    later();
    const answer = await browser.request("/app/fresh", {
      method: "POST",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        Origin: host.base,
        Referer: `${host.base}/app/doors?floor=2`,
        "Sec-Fetch-Site": "same-origin",
        "Sec-Fetch-Mode": "navigate",
      },
      body: "door=1",
    });
    expect(answer.status).to.equal(303);
    expect(answer.headers.location).to.equal("/mfa/?need=fresh&repeat=1&returnTo=%2Fapp%2Fdoors%3Ffloor%3D2");
    expect(answer.text).to.equal("");
  });

  it("says that a post was not done, and is to be made again, on each page until they are back", async () => {
    await browser.post("/mfa/sign-out");
    host.clock.advance(31_000);
    const answer = await browser.request("/app/fresh", {
      method: "POST",
      headers: {
        Accept: "text/html",
        "Sec-Fetch-Mode": "navigate",
        "Content-Type": "application/x-www-form-urlencoded",
        Referer: `${host.base}/app`,
        Origin: host.base,
      },
      body: "door=7",
    });
    const notDone = en.page.repeat;
    const signIn = await browser.open(String(answer.headers.location));
    expect(signIn.words).to.include(notDone);
    const asked = await browser.submit(signIn, formTo(signIn, "/sign-in"), {
      username: "anna",
      password: operatorPassword,
    });
    expect(asked.words).to.include(notDone);
    const code = host.smtp.lastCode(mailOf("anna"));
    const back = await browser.submit(asked, formTo(asked, "/challenge/email-otp/verify"), { code });
    expect(back.url.href).to.equal(`${host.base}/app`);
    host.clock.advance(301_000);
    expect((await browser.open("/app/fresh")).words, "a visit is only a visit").not.to.include(notDone);
  });

  it("says in JSON what is missing, as RFC 9470 has it", async () => {
    later();
    const answer = await browser.post("/app/fresh");
    expect(answer.status).to.equal(401);
    expect(answer.json()).to.include({ code: "ERR_MFA_STEP_UP", status: 401 });
    expect(answer.headers["www-authenticate"])
      .to.match(/^Bearer error="insufficient_user_authentication"/)
      .and.include('max_age="300"');
  });

  it("names the factors that it wants: one of them, and no other", async () => {
    await host.mfa.policy.change({ mode: "either" });
    host.app.get("/vault", host.mfa.protect({ anyOf: ["totp"], maxAge: 300 }), (_req, res) => {
      res.json({ vault: true });
    });
    const refused = await browser.get("/vault");
    expect([refused.status, refused.headers["www-authenticate"]]).to.deep.equal([
      401,
      'Bearer error="insufficient_user_authentication", error_description="A fresh proof is needed", acr_values="totp", max_age="300"',
    ]);
    const secret = await enrolApp(host, browser);
    later();
    await stepUpByScript(host, browser, "anna");
    expect((await browser.get("/vault")).status, "a fresh proof of another one").to.equal(401);
    await browser.post("/mfa/challenge/totp/verify", { code: oathtool(secret, host.clock.now()) });
    expect((await browser.get("/vault")).status).to.equal(200);
  });

  it("asks whoever is not signed in to sign in, not to step up", async () => {
    const answer = await host.browser().get("/app/fresh");
    expect(answer.json().code).to.equal("ERR_MFA_SIGN_IN");
    expect(answer.headers["www-authenticate"]).to.equal("Bearer");
  });

  it("gives the session a new secret, and the old one is dead", async () => {
    later();
    const thief = host.browser({ jar: browser.jar.copy() });
    expect((await stepUpByScript(host, browser, "anna")).json().state).to.equal("signed-in");
    expect((await browser.get("/app/fresh")).status).to.equal(200);
    expect((await thief.get("/app")).status).to.equal(401);
  });

  it("keeps the session as it was when the code is wrong", async () => {
    later();
    await browser.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf("anna"));
    const wrong = await browser.post("/mfa/challenge/email-otp/verify", {
      code: code === "000000" ? "1" : "000000",
    });
    expect(wrong.status).to.equal(401);
    expect((await browser.get("/app")).status).to.equal(200);
    expect((await browser.get("/app/fresh")).status).to.equal(401);
  });

  it("gives an app a new token, and its old one is dead", async () => {
    host.clock.advance(60_000);
    const old = await signInApp(host, "anna");
    later();
    const app = createApp(host, old);
    expect((await app.get("/app/fresh")).status).to.equal(401);
    await app.post("/mfa/challenge/email-otp");
    const { token } = (
      await app.post("/mfa/challenge/email-otp/verify", { code: host.smtp.lastCode(mailOf("anna")) })
    ).json();
    expect((await createApp(host, String(token)).get("/app/fresh")).status).to.equal(200);
    expect((await app.get("/app")).status).to.equal(401);
  });

  it("asks for the password while MFA is off", async () => {
    await host.mfa.policy.change({ mode: "off" });
    later();
    const page = await browser.open("/app/fresh");
    expect(page.status).to.equal(200);
    const back = await browser.submit(page, formTo(page, "/challenge/password/verify"), {
      password: operatorPassword,
    });
    expect(back.words).to.include("a fresh page");
  });
});
