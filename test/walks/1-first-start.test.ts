import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { field, guarded, heading, mail, passwordWords, press, problem, typeCode } from "../browser/pages.js";
import { walk } from "../browser/walk.js";
import { startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { ella, fillSetup, setupBody } from "./engineer.js";

describe("Point 1: the first start, with the MFA prompt and its opt-out", () => {
  describe("in Chromium", () => {
    before(needs("chromium"));

    it(
      "asks for the setup code, says that MFA is on, and goes on with the tick that it is understood",
      walk({ isNew: true }, async (t) => {
        const page = await t.open();
        await page.goto("/app");
        expect(await heading(page)).to.equal("Set up Net2");
        expect(await page.getByText(en.setup.mfaText).isVisible()).to.equal(true);
        expect(await page.getByRole("radio", { name: en.setup.on }).isChecked()).to.equal(true);
        await fillSetup(t.host, page);
        await press(page, en.setup.submit);
        expect(await page.getByText(en.errors.tick).first().isVisible()).to.equal(true);
        expect(await field(page, en.signIn.username).inputValue()).to.equal("ella");
        await field(page, passwordWords.newPassword).fill(ella.password);
        await page.getByLabel(en.setup.onTick).check();
        await press(page, en.setup.submit);
        expect(await heading(page)).to.equal(mail.title);
        await typeCode(page, mail.code, t.host.smtp.lastCode(ella.email));
        expect(await page.getByText(en.done.setup).isVisible()).to.equal(true);
        await page.goto("/app");
        expect(await heading(page)).to.equal(guarded);
        await page.goto("/mfa/setup");
        expect(await page.getByLabel(en.setup.code).count(), "it is over").to.equal(0);
      }),
    );

    it(
      "lets go of MFA with both ticks only, and leaves a banner in Options → Security",
      walk({ isNew: true }, async (t) => {
        const page = await t.open();
        await fillSetup(t.host, page);
        await page.getByRole("radio", { name: en.setup.off }).check();
        expect(
          await page.getByLabel(en.setup.onTick).isVisible(),
          "only what belongs to the choice",
        ).to.equal(false);
        await page.getByLabel(en.setup.offTick).check();
        await press(page, en.setup.submit);
        expect(await problem(page)).to.include(en.problems.ERR_MFA_INPUT);
        await field(page, passwordWords.newPassword).fill(ella.password);
        await page.getByLabel(en.setup.offTick).check();
        await page.getByLabel(en.setup.confirmOff).check();
        await press(page, en.setup.submit);
        expect(await heading(page)).to.equal(en.signedIn.title);
        expect(await page.getByText(en.done.setup).isVisible()).to.equal(true);
        await page.goto("/mfa/settings");
        expect(await page.getByText(en.settings.off).isVisible()).to.equal(true);
      }),
    );

    it(
      "says how much is missing from a password while it is typed",
      walk({ isNew: true }, async (t) => {
        const page = await t.open();
        await page.goto("/mfa/setup");
        const typed = field(page, passwordWords.newPassword);
        await typed.pressSequentially("12345");
        expect(await page.getByText("Characters still missing: 3").isVisible()).to.equal(true);
        await typed.pressSequentially("678");
        expect(await page.getByText(en.page.enough).isVisible()).to.equal(true);
      }),
    );

    it(
      "goes without script as well",
      walk({ isNew: true }, async (t) => {
        const page = await t.open({ javaScript: false });
        await fillSetup(t.host, page);
        await page.getByLabel(en.setup.onTick).check();
        await press(page, en.setup.submit);
        await typeCode(page, mail.code, t.host.smtp.lastCode(ella.email));
        expect(await heading(page)).to.equal(en.signedIn.title);
      }),
    );
  });

  it("over HTTP", async () => {
    const host = await startHost({ isNew: true });
    try {
      const stranger = host.browser();
      expect((await stranger.get("/mfa/")).json()).to.include({ state: "setup" });
      expect((await stranger.post("/mfa/setup", { ...ella, acknowledge: true })).status).to.equal(401);
      const engineer = host.browser();
      const untold = await engineer.post("/mfa/setup", setupBody(host, { acknowledge: false }));
      expect(untold.json().errors).to.deep.equal({ acknowledge: "tick" });
      const begun = await engineer.post("/mfa/setup", setupBody(host, {}));
      expect(begun.json()).to.include({ state: "challenge", strategy: "email-otp" });
      await engineer.post("/mfa/challenge/email-otp");
      const code = host.smtp.lastCode(ella.email);
      const done = await engineer.post("/mfa/challenge/email-otp/verify", { code });
      expect(done.json()).to.include({ state: "signed-in" });
      expect((await stranger.post("/mfa/setup", setupBody(host, {}))).json().code).to.equal("ERR_MFA_SET_UP");
    } finally {
      await host.close();
    }
  });
});
