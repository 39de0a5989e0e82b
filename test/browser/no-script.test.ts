import { expect } from "chai";
import { en, fillIn, languageName, sv } from "../../lib/locales/index.js";
import { messages } from "../../strategies/email-otp/messages.js";
import { needs } from "../support/needs.js";
import {
  app,
  button,
  field,
  guarded,
  heading,
  mail,
  passwordWords,
  press,
  problem,
  scanAndFinish,
  signIn,
  takeApp,
  trustBox,
  typeMailCode,
  typePassword,
} from "./pages.js";
import { walk } from "./walk.js";

const noScript = { javaScript: false } as const;
const minute = 60_000;

describe("without script, in a browser", () => {
  before(needs("chromium", "oathtool", "zbarimg"));

  it(
    "a sign-in goes from the password to the page, with trust",
    walk({ reauthDays: 30 }, async (t) => {
      const page = await t.open(noScript);
      await page.goto("/app");
      await typePassword(page);
      await trustBox(page, 30).check();
      await typeMailCode(t.host, page);
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "nothing is promised that only a script would do",
    walk({}, async (t) => {
      const page = await t.open(noScript);
      await page.goto("/app");
      expect(await button(page, en.page.show).count()).to.equal(0);
      await typePassword(page);
      expect(await heading(page)).to.equal(mail.title);
      expect(await page.getByText(en.challenge.bySelf).isVisible()).to.equal(false);
      expect(await button(page, en.challenge.again).isEnabled()).to.equal(true);
    }),
  );

  it(
    "the first app is set up",
    walk({ mode: "app" }, async (t) => {
      const page = await t.open(noScript);
      await page.goto("/app");
      await typePassword(page);
      await press(page, mail.start);
      await typeMailCode(t.host, page);
      await takeApp(page);
      expect(await button(page, en.page.copy).count()).to.equal(0);
      await scanAndFinish(t.host, page);
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "the card adds an app, changes the language and signs out",
    walk({ mode: "either" }, async (t) => {
      const page = await t.open(noScript);
      await signIn(t.host, page, "/mfa/card");
      await press(page, fillIn(en.card.enrol, { name: app.name }));
      await scanAndFinish(t.host, page);
      expect(await heading(page)).to.equal(en.card.title);
      await field(page, en.card.languageLabel).selectOption({ label: languageName("sv") });
      await press(page, en.card.changeLanguage);
      expect(await heading(page)).to.equal(sv.card.title);
      await press(page, sv.card.signOut);
      expect(await heading(page)).to.equal(en.signIn.title);
      t.host.clock.advance(minute);
      await typePassword(page);
      expect(await page.getByText(messages.sv.name).first().isVisible(), "as the card says").to.equal(true);
    }),
  );

  it(
    "the card changes the password, and says what is wrong with a bad one",
    walk({}, async (t) => {
      const page = await t.open(noScript);
      await signIn(t.host, page, "/mfa/card");
      await field(page, passwordWords.newPassword).fill("anna");
      await press(page, en.card.changePassword);
      expect(await problem(page)).to.include(en.problems.ERR_MFA_INPUT);
      expect(await field(page, passwordWords.newPassword).getAttribute("aria-invalid")).to.equal("true");
      const password = "another horse battery";
      await field(page, passwordWords.newPassword).fill(password);
      await press(page, en.card.changePassword);
      await page.goto("/mfa/card");
      await press(page, en.card.signOut);
      t.host.clock.advance(minute);
      await typePassword(page);
      expect(await problem(page)).to.include(en.problems.ERR_MFA_CREDENTIALS);
      await typePassword(page, { password });
      expect(await heading(page)).to.equal(mail.title);
    }),
  );
});
