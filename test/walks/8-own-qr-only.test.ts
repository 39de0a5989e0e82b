import { expect } from "chai";
import { en, fillIn } from "../../lib/locales/index.js";
import { app, button, heading, leave, press, scanAndFinish, signIn, typeCode } from "../browser/pages.js";
import { walk } from "../browser/walk.js";
import { startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { enrolApp, signInByScript } from "../support/steps.js";
import { zbarimg } from "../support/zbarimg.js";

describe("Point 8: the QR code at the first sign-in, and later for its owner alone", () => {
  describe("in Chromium", () => {
    before(needs("chromium", "oathtool", "zbarimg"));

    it(
      "is shown with the key as text, and later on the card after a fresh proof",
      walk({ mode: "either" }, async (t) => {
        const page = await t.open();
        await signIn(t.host, page, "/mfa/card");
        await press(page, `Set up: ${app.name}`);
        const key = await page.getByRole("textbox", { name: app.key }).inputValue();
        const uri = await scanAndFinish(t.host, page);
        expect(new URL(uri).searchParams.get("secret")).to.equal(key.replaceAll(" ", ""));
        t.host.clock.advance(301_000);
        await page.reload();
        expect(await page.getByText(en.card.showPicture).count(), "not without a fresh proof").to.equal(0);
        await leave(page, () => page.getByRole("link", { name: en.card.confirmForPicture }).click());
        t.host.clock.advance(30_000);
        await typeCode(page, app.code, oathtool(uri, t.host.clock.now()));
        expect(await heading(page)).to.equal(en.card.title);
        await page.getByText(en.card.showPicture).click();
        const picture = page.getByRole("img", { name: fillIn(en.card.picture, { name: app.name }) });
        expect(zbarimg(await picture.screenshot())).to.include(key.replaceAll(" ", ""));
        expect(await button(page, en.card.signOut).count()).to.equal(1);
      }),
    );
  });

  it("over HTTP: no engineer has a route to another's", async () => {
    const host = await startHost({ mode: "either" });
    try {
      const anna = await host.addOperator("anna");
      await host.addOperator("ella", { role: "engineer" });
      const [owner, engineer] = [host.browser(), host.browser()];
      await signInByScript(host, owner, "anna");
      const secret = await enrolApp(host, owner);
      await signInByScript(host, engineer, "ella");
      expect((await owner.get("/mfa/card/totp.png")).status).to.equal(200);
      for (const path of [
        "/mfa/card/totp.png",
        "/mfa/card/totp.svg",
        `/mfa/card/${anna.id}/totp.png`,
        `/mfa/card/totp.png?operator=${anna.id}&username=anna`,
        `/mfa/operators/${anna.id}/totp.png`,
        `/mfa/operators/${anna.id}/card`,
        "/mfa/card/anna",
      ]) {
        const answer = await engineer.get(path);
        expect(answer.status, path).to.be.oneOf([403, 404]);
        expect(answer.text, path).to.not.include(secret);
      }
      host.clock.advance(301_000);
      expect((await owner.get("/mfa/card/totp.png")).json().code).to.equal("ERR_MFA_STEP_UP");
    } finally {
      await host.close();
    }
  });
});
