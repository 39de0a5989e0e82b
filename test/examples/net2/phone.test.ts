import { expect } from "chai";
import { en } from "../../../lib/locales/index.js";
import { passwordWords } from "../../browser/pages.js";
import { openWindow } from "../../support/chromium.js";
import { needs } from "../../support/needs.js";
import { type Net2, startNet2 } from "../../support/net2.js";

describe("the example on a phone", () => {
  before(needs("chromium"));
  let net2: Net2;
  before(async () => {
    net2 = await startNet2({ MFA_MODE: "off" });
  });
  after(() => net2.stop());

  it("has each door's button in sight, as high as a finger wants it", async () => {
    const window = await openWindow(net2.origin, { width: 360 });
    const { page } = window;
    await page.goto("/net2/doors");
    await page.getByLabel(en.signIn.username).fill("anna");
    await page.getByLabel(passwordWords.password, { exact: true }).fill("a demo of 20 letters");
    await page.getByRole("button", { name: en.signIn.submit, exact: true }).click();
    await page.getByRole("heading", { name: "Doors" }).waitFor();
    const buttons = page.getByRole("button", { name: /^Open / });
    expect(await buttons.count()).to.be.greaterThan(1);
    for (const button of await buttons.all()) {
      const { x = 0, width = 0, height = 0 } = (await button.boundingBox()) ?? {};
      expect(x + width).to.be.at.most(360 - 16);
      expect(height).to.be.at.least(44);
    }
    await window.close();
  });
});
