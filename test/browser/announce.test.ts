import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { openWindow } from "../support/chromium.js";
import { type Gallery, openGallery } from "../support/gallery.js";
import { needs } from "../support/needs.js";
import { app, button, text } from "./pages.js";

describe("what a page says by itself, in a browser", () => {
  before(needs("chromium"));
  let gallery: Gallery;
  before(async () => {
    gallery = await openGallery();
  });
  after(() => gallery.close());

  it("counts a wait down without speaking, says once that it is over, and hands out what it held", async () => {
    const window = await openWindow(gallery.base);
    const { page } = window;
    await page.clock.install({ time: Date.UTC(2026, 0, 5) });
    await page.goto("/challenge-sent");
    const timer = page.getByRole("timer");
    const status = page.getByRole("status");
    const again = button(page, en.challenge.again);
    expect(await text(timer)).to.equal("You can ask for another code in 30 seconds.");
    expect(await again.isDisabled()).to.equal(true);
    await page.clock.runFor(10_000);
    expect(await text(timer)).to.equal("You can ask for another code in 20 seconds.");
    expect(await text(status), "nothing is spoken on the way").to.equal("");
    await page.clock.runFor(20_000);
    expect(await text(timer)).to.equal(en.challenge.againNow);
    expect(await text(status)).to.equal(en.challenge.againNow);
    expect(await again.isDisabled()).to.equal(false);
    await window.close();
  });

  it("counts by the clock, so that a laptop that slept is not behind", async () => {
    const window = await openWindow(gallery.base);
    const { page } = window;
    await page.clock.install({ time: Date.UTC(2026, 0, 5) });
    await page.goto("/challenge-sent-wait");
    await page.clock.fastForward(239_000);
    await page.clock.runFor(1000);
    expect(await page.getByRole("alert").textContent()).to.include(en.page.tryNow);
    await window.close();
  });

  it("keeps a picture and its text together: the QR code has a description, the key says the same", async () => {
    const window = await openWindow(gallery.base);
    await window.page.goto("/enrol-under-way");
    expect(await window.page.getByRole("img", { name: app.qr }).isVisible()).to.equal(true);
    expect(await text(window.page.getByLabel(app.key, { exact: true }))).to.match(/^([A-Z2-7]{4} ?)+$/);
    await window.close();
  });
});
