import { expect } from "chai";
import type { Locator } from "playwright-core";
import { en } from "../../lib/locales/index.js";
import { operatorPassword } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { mailOf } from "../support/steps.js";
import {
  button,
  field,
  guarded,
  heading,
  leave,
  mail,
  passwordWords,
  press,
  signIn,
  typePassword,
} from "./pages.js";
import { walk } from "./walk.js";

/** As a password manager or a phone's keyboard does it: the value at once, then the events that tell of it. */
async function fillFromOutside(input: Locator, value: string): Promise<void> {
  await input.evaluate((element, given) => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
    set?.call(element, given);
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }, value);
}

describe("what fills in forms for people, in a browser", () => {
  before(needs("chromium"));

  it(
    "a password manager finds name and password, and its fill signs in",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      const name = page.locator("input[autocomplete=username]");
      const password = page.locator("input[autocomplete=current-password]");
      await fillFromOutside(name, "anna");
      await fillFromOutside(password, operatorPassword);
      await press(page, en.signIn.submit);
      expect(await heading(page)).to.equal(mail.title);
    }),
  );

  it(
    "a password that is shown is a password again when the form is sent, so that it can be saved",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await button(page, en.page.show).click();
      const password = page.locator("#field-password");
      expect(await password.getAttribute("type")).to.equal("text");
      await page.evaluate(() => document.addEventListener("submit", (event) => event.preventDefault()));
      await field(page, en.signIn.username).fill("anna");
      await password.fill(operatorPassword);
      await button(page, en.signIn.submit).click();
      expect(await password.getAttribute("type")).to.equal("password");
    }),
  );

  it(
    "a code that the device fills in goes off by itself, one with a space in it too",
    walk({}, async (t) => {
      for (const between of ["", " "]) {
        const page = await t.open();
        await page.goto("/app");
        await typePassword(page);
        const code = page.locator("input[autocomplete=one-time-code][inputmode=numeric]");
        const digits = t.host.smtp.lastCode(mailOf("anna"));
        await leave(page, () => fillFromOutside(code, digits.slice(0, 3) + between + digits.slice(3)));
        expect(await heading(page)).to.equal(guarded);
        t.host.clock.advance(60_000);
      }
    }),
  );

  it(
    "code and password are pasted",
    walk({}, async (t) => {
      const page = await t.open();
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      const paste = async (value: string) => {
        await page.evaluate((given) => navigator.clipboard.writeText(given), value);
        await page.keyboard.press("ControlOrMeta+V");
      };
      await page.goto("/app");
      await field(page, en.signIn.username).fill("anna");
      await field(page, passwordWords.password).focus();
      await paste(operatorPassword);
      await press(page, en.signIn.submit);
      const code = t.host.smtp.lastCode(mailOf("anna"));
      await leave(page, () => paste(`${code.slice(0, 3)} ${code.slice(3)}`));
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "a new password is known to be one, and whose it is",
    walk({}, async (t) => {
      const page = await t.open();
      await signIn(t.host, page, "/mfa/card");
      const form = page.locator("form:has(input[autocomplete=new-password])");
      expect(await form.locator("input[autocomplete=username]").inputValue()).to.equal("anna");
      expect(await form.locator("input[autocomplete=new-password]").isVisible()).to.equal(true);
    }),
  );
});
