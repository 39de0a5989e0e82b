import { expect } from "chai";
import { openWindow } from "../support/chromium.js";
import { type Gallery, openGallery } from "../support/gallery.js";
import { needs } from "../support/needs.js";
import { app, field } from "./pages.js";

describe("setting up an app, when the page opens", () => {
  before(needs("chromium"));
  let gallery: Gallery;
  before(async () => {
    gallery = await openGallery();
  });
  after(() => gallery.close());

  for (const width of [320, 1366]) {
    it(`begins at its heading, the QR code below it, at ${width} px: no cursor scrolls past them`, async () => {
      const window = await openWindow(gallery.base, { width });
      const { page } = window;
      await page.setViewportSize({ width, height: 625 });
      await page.goto("/enrol-under-way");
      await page.waitForTimeout(300);
      expect(await page.evaluate(() => scrollY)).to.equal(0);
      await window.close();
    });
  }

  it("puts the cursor into the field after a code that was wrong", async () => {
    const window = await openWindow(gallery.base);
    await window.page.goto("/enrol-under-way-wrong-code");
    await field(window.page, app.code).and(window.page.locator(":focus")).waitFor();
    await window.close();
  });
});
