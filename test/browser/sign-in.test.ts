import { expect } from "chai";
import type { Page } from "playwright-core";
import { en } from "../../lib/locales/index.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { enrolApp, mailOf, notThe, signInByScript } from "../support/steps.js";
import {
  app,
  field,
  guarded,
  heading,
  mail,
  passwordWords,
  problem,
  signIn,
  takeApp,
  text,
  typeCode,
  typePassword,
} from "./pages.js";
import { walk } from "./walk.js";

describe("signing in, in a browser", () => {
  before(needs("chromium", "oathtool"));

  it(
    "takes the code from the mail, and leads to where the person was going",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app/doors?floor=2");
      expect(await heading(page)).to.equal(en.signIn.title);
      await typePassword(page);
      expect(await heading(page)).to.equal(mail.title);
      await typeCode(page, mail.code, t.host.smtp.lastCode(mailOf("anna")));
      expect(await heading(page)).to.equal(guarded);
      expect(page.url()).to.equal(`${t.host.base}/app/doors?floor=2`);
    }),
  );

  it(
    "takes the code from the authenticator app",
    walk({ mode: "either" }, async (t) => {
      const device = t.host.browser();
      await signInByScript(t.host, device, "anna");
      const secret = await enrolApp(t.host, device);
      t.host.clock.advance(30_000);
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      await takeApp(page);
      await typeCode(page, app.code, oathtool(secret, t.host.clock.now()));
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "takes a code as it stands in the mail, in two groups, and the Enter key",
    walk({ reauthDays: 30 }, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      const code = t.host.smtp.lastCode(mailOf("anna"));
      await field(page, mail.code).fill(` ${code.slice(0, 3)} ${code.slice(3)} `);
      await field(page, mail.code).press("Enter");
      await page.getByRole("heading", { name: guarded }).waitFor();
    }),
  );

  it(
    "says that the name or the password is wrong, keeps the name and not the password",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page, { password: "wrong horse battery" });
      expect(await problem(page)).to.include(en.problems.ERR_MFA_CREDENTIALS);
      expect(await field(page, en.signIn.username).inputValue()).to.equal("anna");
      const password = field(page, passwordWords.password);
      expect(await password.inputValue()).to.equal("");
      expect(await marked(page, passwordWords.password)).to.equal(en.marks.ERR_MFA_CREDENTIALS);
      expect(await marked(page, en.signIn.username)).to.equal(en.marks.ERR_MFA_CREDENTIALS);
      expect(await hasFocus(page, passwordWords.password), "the next thing to type").to.equal(true);
      await typePassword(page);
      expect(await heading(page)).to.equal(mail.title);
    }),
  );

  it(
    "says beside the field that the code is wrong, forgets it, and puts the cursor there",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      const code = t.host.smtp.lastCode(mailOf("anna"));
      await typeCode(page, mail.code, notThe(code));
      expect(await problem(page)).to.include(en.problems.ERR_MFA_CODE);
      expect(await page.title()).to.include(en.page.error.replace("{title}", ""));
      expect(await marked(page, mail.code)).to.include(en.marks.ERR_MFA_CODE);
      expect(await hasFocus(page, mail.code)).to.equal(true);
      expect(await field(page, mail.code).inputValue()).to.equal("");
      await typeCode(page, mail.code, code);
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "says of a code that was used that it was",
    walk({ mode: "either" }, async (t) => {
      const device = t.host.browser();
      await signInByScript(t.host, device, "anna");
      const secret = await enrolApp(t.host, device);
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      await takeApp(page);
      await typeCode(page, app.code, oathtool(secret, t.host.clock.now()));
      expect(await problem(page)).to.include(en.problems.ERR_MFA_CODE_USED);
      expect(await marked(page, app.code)).to.include(en.marks.ERR_MFA_CODE_USED);
    }),
  );

  it(
    "asks again at each sign-in: another browser gains nothing by it",
    walk({}, async (t) => {
      await signIn(t.host, await t.open());
      const other = await t.open();
      await other.goto("/app");
      expect(await heading(other)).to.equal(en.signIn.title);
    }),
  );
});

/** What a screen reader says of a field that is marked as wrong. */
async function marked(page: Page, label: string): Promise<string> {
  const input = field(page, label);
  expect(await input.getAttribute("aria-invalid"), label).to.equal("true");
  const ids = ((await input.getAttribute("aria-describedby")) ?? "").split(" ");
  const notes = await Promise.all(ids.map((id) => text(page.locator(`[id="${id}"]`))));
  return notes.join(" ");
}

/** A browser puts the cursor where the page says some time after it has loaded. */
function hasFocus(page: Page, label: string): Promise<boolean> {
  const focused = field(page, label).and(page.locator(":focus"));
  return focused.waitFor().then(
    () => true,
    () => false,
  );
}
