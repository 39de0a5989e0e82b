import { expect } from "chai";
import type { Page } from "playwright-core";
import { en, fillIn } from "../../lib/locales/index.js";
import { operatorPassword } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { mailOf, notThe } from "../support/steps.js";
import { app, field, fresh, guarded, heading, leave, mail, passwordWords, text } from "./pages.js";
import { walk } from "./walk.js";

/** The name of what has the focus; throws where the focus is not to be seen. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (element === null || element === document.body) return "";
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    if (outlineStyle === "none" || outlineWidth === "0px")
      throw new Error(`No outline: ${element.outerHTML}`);
    const label = (element as HTMLInputElement).labels?.[0] ?? element;
    return (label.querySelector("b") ?? label).textContent ?? "";
  });
}

/** Presses Tab until the thing of that name has the focus; what was passed over on the way. */
async function tabTo(page: Page, name: string): Promise<string[]> {
  const passed: string[] = [];
  for (let presses = 0; presses < 30; presses++) {
    if ((await focused(page)) === name) return passed;
    passed.push(await focused(page));
    await page.keyboard.press("Tab");
  }
  throw new Error(`Not reached by keyboard: ${name}; there are ${passed.join(", ")}`);
}

/** A browser puts the cursor where the page says some time after it has loaded. */
async function hasCursor(page: Page, label: string): Promise<void> {
  await field(page, label).and(page.locator(":focus")).waitFor();
  expect(await focused(page)).to.equal(label);
}

/** Types a code where the page has put the cursor. */
async function typeAtCursor(page: Page, label: string, code: string): Promise<void> {
  await hasCursor(page, label);
  await leave(page, () => page.keyboard.type(code));
}

const enter = (page: Page) => leave(page, () => page.keyboard.press("Enter"));

async function signInByKeys(page: Page): Promise<void> {
  await hasCursor(page, en.signIn.username);
  await page.keyboard.type("anna");
  expect(await tabTo(page, passwordWords.password)).to.deep.equal([en.signIn.username]);
  await page.keyboard.type(operatorPassword);
  expect(await tabTo(page, en.signIn.submit)).to.deep.equal([passwordWords.password, en.page.show]);
  await enter(page);
}

describe("with a keyboard alone, in a browser", () => {
  before(needs("chromium", "oathtool"));

  it(
    "a person signs in, in the order of the page, and trusts the browser with the space bar",
    walk({ reauthDays: 30 }, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await signInByKeys(page);
      await hasCursor(page, mail.code);
      await page.keyboard.type(t.host.smtp.lastCode(mailOf("anna")));
      await tabTo(page, fillIn(en.challenge.trust, { time: "30 days" }));
      await page.keyboard.press("Space");
      await tabTo(page, en.challenge.submit);
      await enter(page);
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "a wrong code puts the focus into the field, which names the error; a wait puts it on the message",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await signInByKeys(page);
      const wrong = notThe(t.host.smtp.lastCode(mailOf("anna")));
      for (let tries = 0; tries < 5; tries++) {
        await typeAtCursor(page, mail.code, wrong);
        await hasCursor(page, mail.code);
        const described = (await field(page, mail.code).getAttribute("aria-describedby")) ?? "";
        expect(await text(page.locator(`#${described.split(" ")[0]}`))).to.equal(en.marks.ERR_MFA_CODE);
      }
      await typeAtCursor(page, mail.code, wrong);
      await page.locator("[role=alert]:focus").waitFor();
      expect(await focused(page)).to.include(en.problems.ERR_MFA_WAIT);
      expect(await tabTo(page, mail.code), "and on from there").to.have.length(1);
    }),
  );

  it(
    "help for a code that does not come is opened, another code is out of reach until it may be asked for",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await signInByKeys(page);
      await tabTo(page, mail.trouble);
      expect(await page.getByText(mail.advice).isVisible()).to.equal(false);
      await page.keyboard.press("Enter");
      expect(await page.getByText(mail.advice).isVisible()).to.equal(true);
      const passed = await tabTo(page, en.challenge.cancel);
      expect(passed).to.not.include(en.challenge.again);
    }),
  );

  it(
    "an app is set up from the card, after which it opens what needs a fresh proof",
    walk({ mode: "either" }, async (t) => {
      const page = await t.open();
      await page.goto("/mfa/card");
      await signInByKeys(page);
      await tabTo(page, mail.name);
      await enter(page);
      await typeAtCursor(page, mail.code, t.host.smtp.lastCode(mailOf("anna")));
      await tabTo(page, fillIn(en.card.enrol, { name: app.name }));
      await enter(page);
      const key = (await text(page.getByLabel(app.key, { exact: true }))).replaceAll(/\s/g, "");
      await tabTo(page, app.code);
      await typeAtCursor(page, app.code, oathtool(key, t.host.clock.now()));
      expect(await heading(page)).to.equal(en.card.title);
      t.host.clock.advance(600_000);
      await page.goto("/app/fresh");
      await tabTo(page, app.name);
      await enter(page);
      await typeAtCursor(page, app.code, oathtool(key, t.host.clock.now()));
      expect(await heading(page)).to.equal(fresh);
    }),
  );
});
