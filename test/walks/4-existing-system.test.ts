import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { guarded, heading, typePassword } from "../browser/pages.js";
import { walk } from "../browser/walk.js";
import { operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { changePolicy, ella, openSettings, proveByMail, saveMode } from "./engineer.js";

describe("Point 4: an upgraded system keeps MFA off until an engineer turns it on", () => {
  describe("in Chromium", () => {
    before(needs("chromium"));

    it(
      "nothing is locked, the banner says that it is off, and it is turned on",
      walk({ mode: "off" }, async (t) => {
        await t.host.addOperator("ella", { role: "engineer" });
        const anna = await t.open();
        await anna.goto("/app");
        await typePassword(anna);
        expect(await heading(anna)).to.equal(guarded);
        const page = await t.open();
        await openSettings(t.host, page);
        expect(await page.getByText(en.settings.off).isVisible()).to.equal(true);
        await saveMode(page, "email");
        expect(await page.getByText(en.settings.off).count()).to.equal(0);
        await anna.reload();
        expect(await heading(anna), "at once, for whoever is signed in as well").to.not.equal(guarded);
      }),
    );
  });

  it("over HTTP", async () => {
    const host = await startHost({ mode: "off" });
    try {
      await host.addOperator("anna");
      await host.addOperator("ella", { role: "engineer" });
      const [anna, engineer] = [host.browser(), host.browser()];
      await anna.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      expect((await anna.get("/app")).status).to.equal(200);
      expect(host.setups, "it asks for no set-up").to.deep.equal([]);
      await engineer.post("/mfa/sign-in", ella);
      await proveByMail(host, engineer);
      expect((await changePolicy(engineer, { mode: "email" })).status).to.equal(200);
      expect((await anna.get("/app")).status).to.equal(401);
    } finally {
      await host.close();
    }
  });
});
