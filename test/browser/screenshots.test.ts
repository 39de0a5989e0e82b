import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { openWindow } from "../support/chromium.js";
import { type Gallery, openGallery } from "../support/gallery.js";
import { needs } from "../support/needs.js";

/** `NAME-WIDTH-light.png`; what is not for the repository. */
const folder = fileURLToPath(new URL("../output/pages", import.meta.url));

describe("pictures of every page", () => {
  before(needs("chromium"));
  let gallery: Gallery;
  before(async () => {
    gallery = await openGallery();
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  });
  after(() => gallery.close());

  for (const width of [360, 1280]) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`are taken at ${width} px, ${colorScheme}, without a complaint of the browser`, async function () {
        this.timeout(60_000);
        const window = await openWindow(gallery.base, { width, colorScheme });
        for (const { name, path } of gallery.pieces) {
          await window.page.goto(path);
          const file = join(folder, `${name}-${width}-${colorScheme}.png`);
          const picture = await window.page.screenshot({ path: file, fullPage: true });
          expect(picture.readUInt32BE(16), "width in the PNG's own header").to.equal(width);
        }
        await window.close();
      });
    }
  }
});
