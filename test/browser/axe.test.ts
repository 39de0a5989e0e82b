import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { expect } from "chai";
import { en, sv } from "../../lib/locales/index.js";
import { openWindow, type Window } from "../support/chromium.js";
import { type Gallery, openGallery } from "../support/gallery.js";
import { needs } from "../support/needs.js";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe-core finds on the page, as lines to be read: the rule, and the first element that breaks it. */
async function findings({ page }: Window): Promise<string[]> {
  // Evaluated, not added as a script: the page's own policy for content stays in force.
  await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run({ runOnly: { type: "tag", values: ${JSON.stringify(rules)} } })`,
  );
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
  );
}

describe("every page, to axe-core", () => {
  before(needs("chromium"));
  let gallery: Gallery;
  before(async () => {
    gallery = await openGallery();
  });
  after(() => gallery.close());

  for (const { colorScheme, language, texts } of [
    { colorScheme: "light", language: "en", texts: en },
    { colorScheme: "dark", language: "sv", texts: sv },
  ] as const) {
    it(`has nothing wrong in ${colorScheme}, in the language ${language}`, async function () {
      this.timeout(120_000);
      const window = await openWindow(gallery.base, { colorScheme, width: 360 });
      const { page } = window;
      const wrong: string[] = [];
      for (const { name, path } of gallery.pieces) {
        await page.goto(`${path}?language=${language}`);
        wrong.push(...(await findings(window)).map((line) => `${name}: ${line}`));
        expect(await page.locator("h1").count(), name).to.equal(1);
        expect(await page.locator("main").count(), name).to.equal(1);
        const error = texts.page.error.split("{")[0] ?? "";
        const tells = (await page.getByRole("alert").count()) > 0;
        expect((await page.title()).startsWith(error), name).to.equal(tells);
      }
      expect(wrong.join("\n")).to.equal("");
      await window.close();
    });
  }

  it("would see it, if something were wrong", async () => {
    const window = await openWindow(gallery.base);
    await window.page.goto("/sign-in");
    await window.page.evaluate(() => {
      for (const label of document.querySelectorAll("label")) label.remove();
      document.documentElement.removeAttribute("lang");
      document.body.style.color = "#aaa";
    });
    const ids = (await findings(window)).map((line) => line.split(":")[0]);
    expect(ids).to.include.members(["label", "html-has-lang", "color-contrast"]);
    await window.close();
  });
});
