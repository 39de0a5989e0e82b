import { expect } from "chai";
import { openWindow } from "../support/chromium.js";
import { type Gallery, openGallery } from "../support/gallery.js";
import { needs } from "../support/needs.js";
import { until } from "../support/until.js";

describe("the progress of an import, in a browser", () => {
  before(needs("chromium"));
  let gallery: Gallery;
  before(async () => {
    gallery = await openGallery();
  });
  after(() => gallery.close());

  it("stays where it is while the server is away, and shows the page anew when the import is over", async () => {
    const window = await openWindow(gallery.base, { statuses: [503] });
    const { page } = window;
    const answers = [503, 503, 200];
    let asked = 0;
    await page.route("**/mfa/operators/import/*", (route) =>
      route.fulfill({ status: answers[asked++] ?? 200, json: { progress: { state: "finished" } } }),
    );
    await page.goto("/import-under-way");
    const loads: number[] = [];
    page.on("framenavigated", () => loads.push(asked));
    await until(() => loads.length > 0, 8000);
    expect(loads[0], "after the answer that said so").to.be.at.least(3);
    await window.close();
  });
});
