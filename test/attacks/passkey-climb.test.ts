import { expect } from "chai";
import type { Authenticator } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword } from "../support/harness.js";
import {
  answerPasskey,
  deviceAt,
  enrolPasskey,
  keptPasskeys,
  offered,
  signInAlone,
  startPasskeyHost,
} from "../support/passkeys.js";
import { mailOf, signInByScript, stepUpByScript } from "../support/steps.js";
import { until } from "../support/until.js";

/** One thing that was stolen must not lead to the next; and whoever it was stolen from still has a way in. */
describe("attacks with one of the things that a passkey stands beside", () => {
  let host: Host;
  let id: string;
  let owner: Browser;
  let phone: Authenticator;
  afterEach(() => host.close());

  const start = async (passwordless = true, strategies = ["email-otp", "passkey"]) => {
    const initialPolicy = { strategies: strategies as never[], ...(passwordless && { passwordless }) };
    host = await startPasskeyHost({ options: { initialPolicy } });
    await host.mfa.policy.change({ strategies: ["email-otp", "passkey"] as never, passwordless });
    ({ id } = await host.addOperator("anna"));
    owner = host.browser();
    await signInByScript(host, owner, "anna");
    phone = deviceAt(host);
    await enrolPasskey(owner, phone, "Phone");
    await host.mfa.policy.change({ strategies: strategies as never, passwordless });
  };
  const typePassword = async () => {
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    return browser;
  };
  const isIn = async (browser: Browser) => (await browser.get("/app")).status === 200;
  const askForgotten = async () => {
    await host.browser().post("/mfa/forgot", { username: "anna" });
    const asked = () => host.smtp.mailsTo(mailOf("anna")).find(({ subject }) => /new password/.test(subject));
    await until(() => asked() !== undefined, 3000);
    return asked()?.subject.slice(0, 6);
  };
  const setPassword = (code: string | undefined, second: string) =>
    host
      .browser()
      .post("/mfa/forgot/verify", { username: "anna", password: "a password of the new year", code, second });
  /** All that is open to whoever is not in, each with what a thief may hope for. */
  const tryEverything = async (browser: Browser) => {
    const answers = [];
    for (const strategy of ["passkey", "recovery-code"]) {
      answers.push(await browser.post(`/mfa/enrol/${strategy}`));
      answers.push(await browser.post(`/mfa/enrol/${strategy}/verify`, { name: "x", response: "{}" }));
    }
    for (const [path, body] of [
      ["/mfa/card/password", { password: "a password of the new year" }],
      ["/mfa/card/email", { email: "thief@evil.example" }],
      ["/mfa/email", { email: "thief@evil.example" }],
      ["/mfa/card/strategies/passkey/remove", {}],
      ["/mfa/handover", { code: "0000-0000-0000-0000" }],
    ] as const)
      answers.push(await browser.post(path, body));
    for (const path of ["/mfa/card", "/mfa/settings", "/mfa/operators"])
      answers.push(await browser.get(path));
    expect(answers.filter(({ status }) => status < 400).map(({ text }) => text)).to.deep.equal([]);
    expect(await isIn(browser)).to.equal(false);
  };

  for (const passwordless of [false, true])
    describe(passwordless ? "where a passkey is enough alone" : "where it is a second factor", () => {
      beforeEach(() => start(passwordless));

      it("a mailbox makes no new password: not with its own codes, and not with what a passkey answers", async () => {
        const code = await askForgotten();
        const browser = await typePassword();
        const started = await browser.post("/mfa/challenge/passkey");
        const { options } = (started.json().sent as { data: { options: never } }).data;
        const response = JSON.stringify(phone.get(options));
        for (const second of ["", "000000", String(code), response.slice(0, 100), phone.id])
          expect((await setPassword(code, second)).status, second).to.be.within(400, 499);
        expect((await setPassword(code, response)).status).to.equal(422);
        expect(await isIn(owner)).to.equal(true);
      });

      it("a password alone binds nothing and changes nothing", async () => {
        await tryEverything(await typePassword());
        expect((await keptPasskeys(owner)).map(({ name }) => name)).to.deep.equal(["Phone"]);
      });

      it("nor does one after a reset, with the mailbox too, until the code is shown", async () => {
        const { code } = await host.mfa.operators.reset(id);
        const thief = await typePassword();
        await tryEverything(thief);
        expect((await stepUpByScript(host, thief, "anna")).json()).to.include({ code: "ERR_MFA_TURN" });
        expect((await thief.post("/mfa/challenge/passkey")).json()).to.include({ code: "ERR_MFA_TURN" });
        // Nor the code without the password, with any passkey.
        expect((await host.browser().post("/mfa/handover", { code })).status).to.equal(401);
        // Its owner comes in by it.
        const browser = await typePassword();
        await browser.post("/mfa/handover", { code });
        expect((await enrolPasskey(browser, phone, "Phone")).json()).to.include({ state: "signed-in" });
      });

      it("a mailbox and the password open a sign-in where both are accepted, and change nothing that a passkey guards", async () => {
        const thief = host.browser();
        expect((await signInByScript(host, thief, "anna")).json()).to.include({ state: "signed-in" });
        const refused = [
          await thief.post("/mfa/enrol/passkey"),
          await thief.post("/mfa/enrol/recovery-code"),
          await thief.post("/mfa/card/password", { password: "a password of the new year" }),
          await thief.post("/mfa/card/email", { email: "thief@evil.example" }),
          await thief.post("/mfa/card/strategies/passkey/remove"),
        ];
        expect(refused.map(({ json }) => json().code)).to.deep.equal([
          "ERR_MFA_CONFIRM",
          "ERR_MFA_CONFIRM",
          "ERR_MFA_STEP_UP",
          "ERR_MFA_STEP_UP",
          "ERR_MFA_STEP_UP",
        ]);
        // Not by the tick of passkeys being taken off either: it guards as long as it is there.
        await host.mfa.policy.change({ strategies: ["email-otp"] as never });
        await stepUpByScript(host, thief, "anna");
        const after = await thief.post("/mfa/card/password", { password: "a password of the new year" });
        expect(after.json()).to.include({ code: "ERR_MFA_STEP_UP" });
      });

      it("a phone that does not check who holds it opens nothing without the password", async () => {
        const blind = { verifies: false };
        const thief = host.browser();
        if (passwordless) expect((await signInAlone(thief, phone, blind)).status).to.equal(401);
        else expect(await offered(thief)).to.equal(undefined);
        await tryEverything(thief);
        const code = await askForgotten();
        expect((await setPassword(code, "000000")).status).to.equal(401);
      });

      it("is no way around the others for whoever guesses: a wait for codes is one for passkeys beside the password", async () => {
        const thief = await typePassword();
        await thief.post("/mfa/challenge/email-otp");
        for (let n = 0; n < 6; n++) await thief.post("/mfa/challenge/email-otp/verify", { code: "000000" });
        expect((await thief.post("/mfa/challenge/passkey")).status).to.equal(429);
      });
    });

  describe("and its owner", () => {
    it("comes in by mail when the last passkey was removed, and sets up another", async () => {
      await start();
      await owner.post("/mfa/card/strategies/passkey/remove");
      const browser = host.browser();
      expect((await signInByScript(host, browser, "anna")).json()).to.include({ state: "signed-in" });
      expect((await enrolPasskey(browser, deviceAt(host))).status).to.equal(200);
    });

    it("comes in with the password when `passwordless` is turned off", async () => {
      await start();
      await host.mfa.policy.change({ passwordless: false });
      expect((await answerPasskey(await typePassword(), phone)).json()).to.include({ state: "signed-in" });
    });

    it("who forgot the password makes a new one in a session that a passkey opened alone", async () => {
      await start();
      const browser = host.browser();
      await signInAlone(browser, phone);
      const changed = await browser.post("/mfa/card/password", { password: "a password of the new year" });
      expect(changed.status).to.equal(200);
      expect(await isIn(owner), "others are out").to.equal(false);
      await host.mfa.policy.change({ passwordless: false });
      expect(await isIn(browser), "who has just set it knows it").to.equal(true);
    });

    it("who forgot the password, with a passkey as second factor, goes to an engineer: mail and code", async () => {
      await start(false);
      const { code: handover } = await host.mfa.operators.reset(id);
      const done = await setPassword(await askForgotten(), handover);
      expect(done.json()).to.deep.equal({ state: "sign-in" });
      const browser = host.browser();
      await browser.post("/mfa/sign-in", { username: "anna", password: "a password of the new year" });
      expect((await browser.get("/mfa/")).json()).to.include({ handover: true });
      await browser.post("/mfa/handover", { code: handover });
      expect((await enrolPasskey(browser, deviceAt(host))).json()).to.include({ state: "signed-in" });
    });

    it("who has nothing but a passkey confirms with it where the policy takes none any more", async () => {
      await start(false, ["totp", "passkey"]);
      await host.mfa.policy.change({ strategies: ["totp"] as never });
      const browser = await typePassword();
      expect((await browser.get("/mfa/")).json()).to.include({ state: "enrol", confirm: "passkey" });
      expect((await stepUpByScript(host, browser, "anna")).status).to.equal(200);
      expect((await browser.post("/mfa/enrol/totp")).json()).to.include({ code: "ERR_MFA_CONFIRM" });
      await answerPasskey(browser, phone);
      const begun = (await browser.post("/mfa/enrol/totp")).json();
      expect(begun.secret).to.be.a("string");
    });
  });
});
