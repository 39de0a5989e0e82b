import { expect } from "chai";
import type { Page } from "playwright-core";
import { en } from "../../lib/locales/index.js";
import type { Host } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { mailOf } from "../support/steps.js";
import {
  choose,
  field,
  guarded,
  heading,
  leave,
  mail,
  press,
  problem,
  signIn,
  typeCode,
  typePassword,
} from "./pages.js";
import { walk } from "./walk.js";

/** Signs the engineer in, on the settings, with a proof that is fresh. */
async function openSettings(host: Host, page: Page): Promise<void> {
  await host.addOperator("ella", { role: "engineer" });
  await page.goto("/mfa/settings");
  await typePassword(page, { username: "ella" });
  if ((await heading(page)) === en.purpose["sign-in"].choose) await choose(page, mail.name);
  if ((await heading(page)) !== en.settings.title)
    await typeCode(page, mail.code, host.smtp.lastCode(mailOf("ella")));
  expect(await heading(page)).to.equal(en.settings.title);
}

/** While MFA is off nothing fresh stands behind a session: the settings ask for a code first. */
async function confirmOff(host: Host, page: Page): Promise<void> {
  await leave(page, () => page.getByRole("link", { name: en.settings.confirm }).click());
  await press(page, mail.start);
  await typeCode(page, mail.code, host.smtp.lastCode(mailOf("ella")));
}

const mode = (page: Page, name: keyof typeof en.settings.modes) =>
  page.getByRole("radio", { name: en.settings.modes[name], exact: true });

describe("Options → Security, in a browser", () => {
  before(needs("chromium"));

  it(
    "turns MFA on in a system that had none: whoever is signed in by password alone is asked for a code",
    walk({ mode: "off" }, async (t) => {
      const anna = await t.open();
      await anna.goto("/app");
      await typePassword(anna);
      expect(await heading(anna)).to.equal(guarded);

      const page = await t.open();
      await openSettings(t.host, page);
      expect(await page.getByText(en.settings.off).isVisible()).to.equal(true);
      expect(await mode(page, "email").isDisabled()).to.equal(true);
      await confirmOff(t.host, page);
      await mode(page, "email").check();
      await press(page, en.settings.save);
      expect(await page.getByRole("status").first().textContent()).to.equal(en.done.settings);
      expect(await mode(page, "email").isChecked()).to.equal(true);
      expect(await page.getByText(en.settings.off).count()).to.equal(0);

      await anna.goto("/app");
      expect(await heading(anna)).not.to.equal(guarded);
    }),
  );

  it(
    "says beside the field what is wrong with the days, and keeps what was chosen",
    walk({ mode: "email" }, async (t) => {
      const page = await t.open();
      await openSettings(t.host, page);
      await mode(page, "either").check();
      await field(page, en.settings.days).fill("91");
      await press(page, en.settings.save);
      expect(await problem(page)).to.include(en.problems.ERR_MFA_INPUT);
      expect(await field(page, en.settings.days).inputValue()).to.equal("91");
      expect(await mode(page, "either").isChecked()).to.equal(true);
      expect(await page.getByText(en.errors.days).isVisible()).to.equal(true);
      await field(page, en.settings.days).fill("90");
      await press(page, en.settings.save);
      expect(await field(page, en.settings.days).inputValue()).to.equal("90");
      expect((await t.host.mfa.policy.read()).reauthDays).to.equal(90);
    }),
  );

  it(
    "names whom a mode would lock out, before it does so",
    walk({ mode: "off" }, async (t) => {
      await t.host.addOperator("nils", { email: undefined });
      const page = await t.open();
      await openSettings(t.host, page);
      await confirmOff(t.host, page);
      await mode(page, "email").check();
      await press(page, en.settings.save);
      expect(await problem(page)).to.include(en.problems.ERR_MFA_LOCKOUT);
      expect(await page.locator(".warning").getByText("nils").isVisible()).to.equal(true);
      await page.getByLabel(en.settings.understood).check();
      await press(page, en.settings.save);
      expect((await t.host.mfa.policy.read()).strategies).to.deep.equal(["email-otp"]);
    }),
  );

  it(
    "is found from the card by an engineer, and not by another operator",
    walk({ mode: "email" }, async (t) => {
      const anna = await t.open();
      await signIn(t.host, anna, "/mfa/card");
      expect(await anna.getByRole("link", { name: en.signedIn.settings }).count()).to.equal(0);
      await anna.goto("/mfa/settings");
      expect(await heading(anna)).to.equal(en.message.titles.ERR_MFA_FORBIDDEN);
      const page = await t.open();
      await openSettings(t.host, page);
      await page.goto("/mfa/card");
      await leave(page, () => page.getByRole("link", { name: en.signedIn.settings }).click());
      expect(await heading(page)).to.equal(en.settings.title);
    }),
  );
});
