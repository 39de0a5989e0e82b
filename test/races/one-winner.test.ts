import { expect } from "chai";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { createApp, enrolApp, mailOf, signInByScript } from "../support/steps.js";
import { inBatches, tally } from "./tally.js";

const many = Array.from({ length: 50 });

describe("a code that many send at once", () => {
  let host: Host;
  beforeEach(async () => {
    host = await startHost({ mode: "either", storage: "sqlite" });
    await host.addOperator("anna");
  });
  afterEach(() => host.close());

  it("opens one session, by e-mail", async () => {
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await browser.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf("anna"));
    const cookie = browser.jar.header(new URL(host.base));
    const send = () => {
      const headers = { Cookie: cookie, Origin: host.base, "Content-Type": "application/json" };
      const body = JSON.stringify({ code });
      return host.browser().request("/mfa/challenge/email-otp/verify", { method: "POST", headers, body });
    };
    const answers = await Promise.all(many.map(send));
    expect(tally(answers).ok, JSON.stringify(tally(answers))).to.equal(1);
    expect(answers.filter(({ status }) => status >= 500)).to.have.length(0);
  });

  describe("from an authenticator app", () => {
    let secret: string;
    beforeEach(async function () {
      needs("oathtool").call(this);
      const browser = host.browser();
      await signInByScript(host, browser, "anna");
      secret = await enrolApp(host, browser);
      host.clock.advance(60_000);
    });

    const startApp = async () => {
      const opened = await createApp(host).post("/mfa/sign-in", {
        username: "anna",
        password: operatorPassword,
        client: "app",
      });
      return createApp(host, String(opened.json().token));
    };

    it("opens one session, in one sign-in", async () => {
      const app = await startApp();
      const code = oathtool(secret, host.clock.now());
      const answers = await Promise.all(many.map(() => app.post("/mfa/challenge/totp/verify", { code })));
      expect(tally(answers).ok, JSON.stringify(tally(answers))).to.equal(1);
    });

    it("opens one session, in fifty sign-ins", async () => {
      const apps = await inBatches(50, 20, startApp);
      const code = oathtool(secret, host.clock.now());
      const answers = await Promise.all(apps.map((app) => app.post("/mfa/challenge/totp/verify", { code })));
      expect(tally(answers).ok, JSON.stringify(tally(answers))).to.equal(1);
    });

    it("is not good a second time, nor is an older one after it", async () => {
      const code = oathtool(secret, host.clock.now());
      const older = oathtool(secret, host.clock.now() - 30_000);
      const first = await (await startApp()).post("/mfa/challenge/totp/verify", { code });
      expect(first.json().state).to.equal("signed-in");
      for (const again of [code, older]) {
        const answer = await (await startApp()).post("/mfa/challenge/totp/verify", { code: again });
        expect(answer.status).to.equal(401);
        expect(answer.json().code).to.equal("ERR_MFA_CODE_USED");
      }
    });

    it("is not good for signing in after it has enrolled the app", async () => {
      host.clock.advance(-60_000);
      const code = oathtool(secret, host.clock.now());
      const answer = await (await startApp()).post("/mfa/challenge/totp/verify", { code });
      expect(answer.json().code).to.equal("ERR_MFA_CODE_USED");
    });

    it("gets the owner in at most once among two hundred at once, right and wrong", async () => {
      const app = await startApp();
      const right = oathtool(secret, host.clock.now());
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          app.post("/mfa/challenge/totp/verify", { code: index % 2 === 0 ? right : String(100_000 + index) }),
        ),
      );
      const counts = tally(answers);
      expect(counts.ok ?? 0, JSON.stringify(counts)).to.be.at.most(1);
      expect(counts.ERR_MFA_CODE ?? 0).to.be.at.most(5);
    });
  });
});
