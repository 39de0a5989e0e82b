import { expect } from "chai";
import type { Page } from "playwright-core";
import { openWindow, type WindowOptions } from "../support/chromium.js";
import { type Gallery, openGallery } from "../support/gallery.js";
import { needs } from "../support/needs.js";
import { zbarimg } from "../support/zbarimg.js";
import { app, text } from "./pages.js";

describe("every page fits", () => {
  before(needs("chromium"));
  let gallery: Gallery;
  before(async () => {
    gallery = await openGallery();
  });
  after(() => gallery.close());

  /** What the look finds wrong, on each page in both languages. */
  async function lookAtAll(
    options: WindowOptions,
    look: (page: Page) => Promise<readonly string[]>,
  ): Promise<string[]> {
    const window = await openWindow(gallery.base, options);
    const wrong: string[] = [];
    for (const language of ["en", "sv"]) {
      for (const { name, path } of gallery.pieces) {
        await window.page.goto(`${path}?language=${language}`);
        wrong.push(...(await look(window.page)).map((found) => `${name} (${language}): ${found}`));
      }
    }
    await window.close();
    return wrong;
  }

  const sideways = (page: Page) =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth > clientWidth ? [`${scrollWidth} px in ${clientWidth}`] : [];
    });

  it("320 px, which is 640 px at 200 % and 1280 px at 400 % (WCAG 1.4.10)", async () => {
    expect(await lookAtAll({ width: 320, deviceScaleFactor: 2 }, sideways)).to.deep.equal([]);
  });

  it("text of twice the size (WCAG 1.4.4)", async () => {
    const enlarged = (page: Page) =>
      page
        .evaluate(() => document.documentElement.style.setProperty("font-size", "200%"))
        .then(() => sideways(page));
    expect(await lookAtAll({ width: 360 }, enlarged)).to.deep.equal([]);
  });

  it("a finger: what is to be hit is at least 44 px high (WCAG 2.5.5), but for links in a sentence", async () => {
    const small = (page: Page) =>
      page.evaluate(() =>
        [...document.querySelectorAll("button, a, summary, select, input:not([type=hidden])")].flatMap(
          (target) => {
            // What is ticked is hit by its label as well.
            const hit = target.matches("[type=checkbox], [type=radio]") ? target.nextElementSibling : target;
            const { width = 0, height = 0 } = hit?.getBoundingClientRect() ?? {};
            const inline =
              target.matches("p > a") && target.parentElement?.textContent !== target.textContent;
            const hidden = width === 0 && height === 0;
            return hidden || inline || (width >= 24 && height >= 44)
              ? []
              : [`${target.outerHTML} ${width}×${height}`];
          },
        ),
      );
    expect(await lookAtAll({ width: 360 }, small)).to.deep.equal([]);
  });

  it("forced colours: buttons and fields keep a border, the QR code its own colours", async () => {
    const lost = (page: Page) =>
      page.evaluate(() => [
        ...[...document.querySelectorAll("button, input:not([type=hidden]), select, .problem")].flatMap(
          (element) => {
            const { borderTopWidth, borderTopStyle, display } = getComputedStyle(element);
            const seen = element.matches(".quiet, [type=checkbox], [type=radio]") || display === "none";
            return seen || (borderTopWidth !== "0px" && borderTopStyle !== "none") ? [] : [element.outerHTML];
          },
        ),
        ...[...document.querySelectorAll(".picture img")].flatMap((image) =>
          getComputedStyle(image).forcedColorAdjust === "none" ? [] : [image.outerHTML],
        ),
      ]);
    expect(await lookAtAll({ forcedColors: "active" }, lost)).to.deep.equal([]);
  });

  it("paper: no form is printed, the QR code is", async () => {
    const printed = async (page: Page) => {
      await page.emulateMedia({ media: "print" });
      return page.evaluate(() =>
        [...document.querySelectorAll("button, input, select, details, .picture img:not(details img)")]
          .filter((element) => element.matches("img") !== element.getClientRects().length > 0)
          .map(({ outerHTML }) => outerHTML),
      );
    };
    expect(await lookAtAll({}, printed)).to.deep.equal([]);
  });

  for (const { look, options, media } of [
    { look: "in the dark", options: { colorScheme: "dark" }, media: "screen" },
    { look: "in forced colours", options: { colorScheme: "dark", forcedColors: "active" }, media: "screen" },
    { look: "on paper", options: {}, media: "print" },
    { look: "on 320 px", options: { width: 320 }, media: "screen" },
  ] as const) {
    it(`a scanner: the QR code is read ${look}, and says the same as the key`, async function () {
      needs("zbarimg").call(this);
      const window = await openWindow(gallery.base, options);
      const { page } = window;
      await page.emulateMedia({ media });
      await page.goto("/enrol-under-way");
      const uri = zbarimg(await page.screenshot({ fullPage: true }));
      const key = await text(page.getByLabel(app.key, { exact: true }));
      expect(new URL(uri).searchParams.get("secret")).to.equal(key.replaceAll(/\s/g, ""));
      await window.close();
    });
  }
});
