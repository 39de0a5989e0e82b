import { expect } from "chai";
import type { Page } from "playwright-core";
import { en } from "../../lib/locales/index.js";
import { needs } from "../support/needs.js";
import { guarded, heading, mail, press, trustBox, typeMailCode, typePassword } from "./pages.js";
import { type Walk, walk } from "./walk.js";

const day = 86_400_000;
const minute = 60_000;

describe("trusting this browser, in a browser", () => {
  before(needs("chromium"));

  it(
    "asks for the password only, as long as it says",
    walk({ reauthDays: 30 }, async (t) => {
      const page = await t.open();
      await signInTrusting(t, page);
      await signOut(page);
      t.host.clock.advance(30 * day - minute);
      await page.goto("/app");
      await typePassword(page);
      expect(await heading(page)).to.equal(guarded);
      await signOut(page);
      t.host.clock.advance(2 * minute);
      await page.goto("/app");
      await typePassword(page);
      expect(await heading(page)).to.equal(mail.title);
    }),
  );

  it(
    "is a matter of that browser: another one is asked for the code",
    walk({ reauthDays: 30 }, async (t) => {
      await signInTrusting(t, await t.open());
      t.host.clock.advance(minute);
      const other = await t.open();
      await other.goto("/app");
      await typePassword(other);
      expect(await heading(other)).to.equal(mail.title);
    }),
  );

  it(
    "is for whoever ticks the box",
    walk({ reauthDays: 30 }, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      expect(await trustBox(page, 30).isChecked()).to.equal(false);
      await typeMailCode(t.host, page);
      await signOut(page);
      t.host.clock.advance(minute);
      await page.goto("/app");
      await typePassword(page);
      expect(await heading(page)).to.equal(mail.title);
    }),
  );

  it(
    "is not offered where the policy asks at each sign-in",
    walk({ reauthDays: 0 }, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      expect(await heading(page)).to.equal(mail.title);
      expect(await page.getByRole("checkbox").count()).to.equal(0);
    }),
  );

  it(
    "is listed on the card, and ends with signing out everywhere",
    walk({ reauthDays: 30 }, async (t) => {
      const page = await t.open();
      await signInTrusting(t, page);
      await page.goto("/mfa/card");
      const [sentence = ""] = en.card.trustedUntil.split("{when}");
      expect(await page.getByRole("listitem").filter({ hasText: sentence }).count()).to.be.greaterThan(0);
      await press(page, en.card.signOutEverywhere);
      t.host.clock.advance(minute);
      await page.goto("/app");
      await typePassword(page);
      expect(await heading(page)).to.equal(mail.title);
    }),
  );
});

async function signInTrusting({ host }: Walk, page: Page): Promise<void> {
  await page.goto("/app");
  await typePassword(page);
  await trustBox(page, 30).check();
  await typeMailCode(host, page);
  expect(await heading(page)).to.equal(guarded);
}

async function signOut(page: Page): Promise<void> {
  await page.goto("/mfa/card");
  await press(page, en.card.signOut);
  expect(await heading(page)).to.equal(en.signIn.title);
}
