import { expect } from "chai";
import { memory } from "../../storage/memory.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { enrolApp, mailOf, notThe, signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";
import { createFaultyStore } from "./faulty-store.js";

const hour = 3_600_000;

for (const [name, step] of [
  ["an hour", hour],
  ["a day", 24 * hour],
] as const) {
  describe(`When the clock steps by ${name}`, function () {
    this.timeout(20_000);
    let host: Host;
    let anna: Browser;
    let key: string;
    before(needs("oathtool"));
    beforeEach(async () => {
      host = await startHost({
        mode: "either",
        reauthDays: 30,
        // Shared: nothing is held on trust, as on a file or a server.
        storage: createFaultyStore(memory()),
        options: { staleness: 0, strategies: [password(), emailOtp(), totp(), recoveryCode()] },
      });
      await host.addOperator("ella", { role: "engineer" });
      await host.addOperator("anna");
      anna = host.browser();
      await signInByScript(host, anna, "anna");
      key = await enrolApp(host, anna);
      host.clock.advance(61_000);
    });
    afterEach(() => host.close());

    const code = () => oathtool(key, host.clock.now());
    const passPassword = async (browser = host.browser(), username = "anna") => {
      await browser.post("/mfa/sign-in", { username, password: operatorPassword });
      return browser;
    };
    const show = (browser: Browser, shown: string) =>
      browser.post("/mfa/challenge/totp/verify", { code: shown });
    /** What a request starts and does not wait for. */
    const settle = () => new Promise((resolve) => setTimeout(resolve, 50));
    const forth = () => host.clock.advance(step);
    const back = () => host.clock.advance(-step);

    it("back, a wait is not shorter, and the right code is refused in it", async () => {
      const stranger = await passPassword();
      for (let time = 0; time < 5; time += 1) await show(stranger, notThe(code()));
      const refused = await show(stranger, code());
      expect(refused.status).to.equal(429);
      back();
      const other = await passPassword();
      const still = await show(other, code());
      expect(still.status).to.equal(429);
      expect(Number(still.headers["retry-after"])).to.be.at.least(Number(refused.headers["retry-after"]));
      forth();
      expect((await show(await passPassword(), code())).status, "and back again").to.equal(429);
    });

    it("back, a wait for a password is not shorter", async () => {
      const wrong = () => host.browser().post("/mfa/sign-in", { username: "anna", password: "wrong" });
      for (let time = 0; time < 5; time += 1) await wrong();
      const refused = await wrong();
      expect(refused.status).to.equal(429);
      back();
      const still = await wrong();
      expect(still.status).to.equal(429);
      expect(Number(still.headers["retry-after"])).to.be.at.least(Number(refused.headers["retry-after"]));
    });

    it("back, a wait for a mail is not shorter", async () => {
      const browser = await passPassword();
      expect((await browser.post("/mfa/challenge/email-otp")).status).to.equal(200);
      const next = await passPassword();
      expect((await next.post("/mfa/challenge/email-otp")).status).to.equal(429);
      back();
      const again = await passPassword();
      expect((await again.post("/mfa/challenge/email-otp")).status).to.equal(429);
    });

    for (const [which, first, second] of [
      ["back and forth", back, forth],
      ["forth and back", forth, back],
    ] as const) {
      it(`${which}, a code of the app that was used stays so, and so do those before it`, async () => {
        const used = code();
        expect((await show(await passPassword(), used)).status).to.equal(200);
        first();
        const there = code();
        const shown = await show(await passPassword(), there);
        expect(shown.status, "later ones are good, earlier ones are not").to.equal(
          which.startsWith("b") ? 401 : 200,
        );
        second();
        for (const old of [used, there])
          expect((await show(await passPassword(), old)).status).to.be.oneOf([401, 429]);
      });
    }

    it("back, a proof of the future is none", async () => {
      expect((await show(anna, code())).status).to.equal(200);
      expect((await anna.get("/app/fresh")).status).to.equal(200);
      back();
      expect((await anna.get("/app/fresh")).status).to.equal(401);
      expect((await anna.post("/mfa/card/password", { password: "another long password" })).status).to.equal(
        401,
      );
    });

    it("back, a browser that is trusted from the future is not", async () => {
      const browser = await passPassword();
      await browser.post("/mfa/challenge/totp/verify", { code: code(), trust: true });
      await browser.post("/mfa/sign-out");
      await passPassword(browser);
      expect((await browser.get("/app")).status, "trusted").to.equal(200);
      await browser.post("/mfa/sign-out");
      back();
      await passPassword(browser);
      expect((await browser.get("/app")).status).to.equal(401);
    });

    it("forth and back, a session that was over stays so", async () => {
      forth();
      expect((await anna.get("/app")).status).to.equal(401);
      await settle();
      back();
      expect((await anna.get("/app")).status).to.equal(401);
    });

    it("forth and back, a sign-in and its code that were over stay so", async () => {
      const browser = await passPassword();
      await browser.post("/mfa/challenge/email-otp");
      const mailed = host.smtp.lastCode(mailOf("anna"));
      forth();
      const verify = () => browser.post("/mfa/challenge/email-otp/verify", { code: mailed });
      expect((await verify()).status).to.equal(401);
      await settle();
      back();
      expect((await verify()).status).to.equal(401);
      expect((await browser.get("/app")).status).to.equal(401);
    });

    it("forth and back, a handover code that was over stays so", async () => {
      const id = (await host.mfa.operators.find("anna"))?.id ?? "";
      const { code: handed } = await host.mfa.operators.reset(id, { hours: 1 });
      forth();
      host.clock.advance(60_000);
      const late = await passPassword();
      const told = await late.post("/mfa/handover", { code: handed });
      expect(told.json()).to.include({ code: "ERR_MFA_CODE_EXPIRED" });
      host.clock.advance(-60_000);
      back();
      const again = await passPassword();
      expect((await again.post("/mfa/handover", { code: handed })).status).to.equal(401);
    });

    it("forth and back, a code for a new password that was over stays so", async () => {
      const before = host.smtp.mails.length;
      await host.browser().post("/mfa/forgot", { username: "anna" });
      const isNew = () => host.smtp.mails.slice(before).some(({ subject }) => /new password/.test(subject));
      await until(isNew, 3000);
      const mailed = host.smtp.lastCode(mailOf("anna"));
      const finish = () =>
        host.browser().post("/mfa/forgot/verify", {
          ...{ username: "anna", code: mailed, second: code(), password: "a password of the new year" },
        });
      host.clock.advance(11 * 60_000);
      expect((await finish()).json()).to.include({ code: "ERR_MFA_CODE" });
      host.clock.advance(-11 * 60_000);
      expect((await finish()).json()).to.include({ code: "ERR_MFA_CODE" });
    });

    it("forth and back, an invitation that was over stays so", async () => {
      const { id } = await host.mfa.operators.add({ username: "nils" });
      const { code: invited } = await host.mfa.operators.invite(id);
      const join = () =>
        host
          .browser()
          .post("/mfa/invitation", { username: "nils", code: invited, password: operatorPassword });
      for (let days = 0; days < 72 * hour; days += step) forth();
      expect((await join()).status).to.equal(401);
      for (let days = 0; days < 72 * hour; days += step) back();
      expect((await join()).status).to.equal(401);
    });

    it("forth and back, a set-up code that was over stays so", async () => {
      const fresh = await startHost({ isNew: true });
      try {
        const setupCode = fresh.setups.at(-1)?.code;
        const begin = () => fresh.browser().post("/mfa/setup", { setupCode });
        fresh.clock.advance(step);
        expect((await begin()).json()).to.include({ code: "ERR_MFA_CODE_EXPIRED" });
        fresh.clock.advance(-step);
        expect((await begin()).json()).to.include({ code: "ERR_MFA_CODE_EXPIRED" });
      } finally {
        await fresh.close();
      }
    });
  });
}
