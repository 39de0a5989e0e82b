import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { openWindow, type WindowOptions } from "../support/chromium.js";
import { type Gallery, openGallery } from "../support/gallery.js";
import { needs } from "../support/needs.js";
import { tabStops, walkByTab } from "./tab-order.js";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What is wrong, and what axe-core could not decide: contrast over a picture, say. */
async function doubts(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const { violations, incomplete } = await page.evaluate<AxeResults>(
    `axe.run({ runOnly: { type: "tag", values: ${JSON.stringify(rules)} } })`,
  );
  return [...violations, ...incomplete].map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** Opens what can be opened, shows what is hidden, and lets every wait end; whether there was anything of it. */
async function use(page: Page): Promise<boolean> {
  const things = await page.locator("summary, [data-show]").all();
  for (const thing of things) await thing.click();
  const waits = (await page.getByRole("timer").count()) > 0;
  if (waits) await page.clock.runFor(300_000);
  return things.length > 0 || waits;
}

describe("every page, in use", () => {
  before(needs("chromium"));
  let gallery: Gallery;
  before(async () => {
    gallery = await openGallery();
  });
  after(() => gallery.close());

  /** Goes through every page in one window, which must not complain. */
  async function onEach(options: WindowOptions, look: (page: Page, name: string) => Promise<void>) {
    const window = await openWindow(gallery.base, options);
    await window.page.clock.install({ time: Date.UTC(2026, 0, 5) });
    for (const { name, path } of gallery.pieces) {
      await window.page.goto(`${path}?language=${options.locale ?? "en"}`);
      await look(window.page, name);
    }
    await window.close();
  }

  for (const colorScheme of ["light", "dark"] as const) {
    it(`has nothing wrong to axe-core when all is opened, shown and waited for, in ${colorScheme}`, async function () {
      this.timeout(60_000);
      let used = 0;
      const wrong: string[] = [];
      await onEach({ colorScheme }, async (page, name) => {
        if (!(await use(page))) return;
        used += 1;
        wrong.push(...(await doubts(page)).map((line) => `${name}: ${line}`));
      });
      expect(wrong.join("\n")).to.equal("");
      expect(used).to.be.greaterThan(5);
    });
  }

  it("is passed by Tab in the order that is read and seen, each stop with an outline, and out again", async function () {
    this.timeout(60_000);
    await onEach({}, async (page, name) => {
      const stops = await tabStops(page);
      expect(await walkByTab(page, "Tab", stops.length), name).to.deep.equal(stops);
      expect(await walkByTab(page, "Shift+Tab", stops.length), `${name}, back`).to.deep.equal(
        stops.reverse(),
      );
    });
  });

  it("says in which language it is, and what each of its fields is for", async function () {
    this.timeout(60_000);
    const known: ReadonlyMap<string, readonly (string | null)[]> = new Map([
      ["username", [null]],
      ["username webauthn", [null]],
      ["email", ["email"]],
      ["current-password", [null]],
      ["new-password", [null]],
      ["one-time-code", ["numeric"]],
      // Numbers, somebody else's address, and the codes of letters and digits that are read off a paper.
      ["off", ["numeric", "email", null]],
    ]);
    await onEach({ locale: "sv" }, async (page, name) => {
      expect(await page.locator("html").getAttribute("lang"), name).to.equal("sv");
      const fields = page.locator("input:is([type=text], [type=password])");
      for (const field of await fields.all()) {
        const purpose = (await field.getAttribute("autocomplete")) ?? "nothing";
        expect([...known.keys()], name).to.include(purpose);
        expect(await field.getAttribute("inputmode"), `${name}: ${purpose}`).to.be.oneOf([
          ...(known.get(purpose) ?? []),
        ]);
      }
    });
  });

  for (const { path, ends } of [
    { path: "/sign-in-wait", ends: 1 },
    { path: "/challenge-sent", ends: 1 },
    { path: "/challenge-sent-wait", ends: 2 },
  ]) {
    it(`speaks at the end of a wait and at no tick of it: ${path}`, async () => {
      const window = await openWindow(gallery.base);
      const { page } = window;
      await page.clock.install({ time: Date.UTC(2026, 0, 5) });
      await page.goto(path);
      const spoken = await page.evaluateHandle(() => {
        const texts: string[] = [];
        new MutationObserver((changes) => {
          for (const { target } of changes) {
            const element = target instanceof Element ? target : target.parentElement;
            const region = element?.closest(
              "[aria-live], [role=alert], [role=status], [role=log], [role=timer]",
            );
            const silent = !region || region.matches("[aria-live=off], [role=timer]:not([aria-live])");
            if (!silent) texts.push(region.textContent ?? "");
          }
        }).observe(document, { childList: true, characterData: true, subtree: true });
        return texts;
      });
      await page.clock.runFor(400_000);
      expect(await spoken.jsonValue()).to.have.length(ends);
      await window.close();
    });
  }
});
