import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { press, problem } from "../browser/pages.js";
import { walk } from "../browser/walk.js";
import { startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { changePolicy, ella, openSettings, proveByMail, saveMode } from "./engineer.js";

describe("Point 6: a mode that would lock somebody out says who and why first", () => {
  describe("in Chromium", () => {
    before(needs("chromium"));

    it(
      "names whoever has no e-mail address, and asks for a tick",
      walk({ mode: "off" }, async (t) => {
        await t.host.addOperator("ella", { role: "engineer" });
        await t.host.addOperator("nils", { email: undefined });
        const page = await t.open();
        await openSettings(t.host, page);
        await saveMode(page, "email");
        expect(await problem(page)).to.include(en.problems.ERR_MFA_LOCKOUT);
        expect(await page.locator(".warning").getByText("nils").isVisible()).to.equal(true);
        expect((await t.host.mfa.policy.read()).strategies).to.deep.equal([]);
        await page.getByLabel(en.settings.understood).check();
        await press(page, en.settings.save);
        expect((await t.host.mfa.policy.read()).strategies).to.deep.equal(["email-otp"]);
      }),
    );

    it(
      "says that no mail can be sent",
      walk({ mode: "off" }, async (t) => {
        await t.host.addOperator("ella", { role: "engineer" });
        const page = await t.open();
        await openSettings(t.host, page);
        t.host.smtp.mode = "hang";
        await saveMode(page, "email");
        expect(await page.getByText(en.settings.noMail).isVisible()).to.equal(true);
        expect((await t.host.mfa.policy.read()).strategies).to.deep.equal([]);
      }),
    );
  });

  it("over HTTP", async () => {
    const host = await startHost({ mode: "off" });
    try {
      await host.addOperator("ella", { role: "engineer" });
      await host.addOperator("nils", { email: undefined });
      const engineer = host.browser();
      await engineer.post("/mfa/sign-in", ella);
      await proveByMail(host, engineer);
      const told = await changePolicy(engineer, { mode: "email" });
      expect(told.status).to.equal(409);
      expect(told.json().lockout).to.deep.equal({
        count: 1,
        usernames: ["nils"],
        mail: true,
        everyEngineer: false,
      });
      expect((await changePolicy(engineer, { mode: "email", confirm: true })).status).to.equal(200);
    } finally {
      await host.close();
    }
  });
});
