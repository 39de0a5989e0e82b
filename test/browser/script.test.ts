import { expect } from "chai";
import { en, fillIn } from "../../lib/locales/index.js";
import { needs } from "../support/needs.js";
import { mailOf } from "../support/steps.js";
import {
  app,
  button,
  field,
  guarded,
  heading,
  leave,
  mail,
  passwordWords,
  press,
  scanAndFinish,
  signIn,
  text,
  trustBox,
  typePassword,
} from "./pages.js";
import { walk } from "./walk.js";

describe("where scripts run, in a browser", () => {
  before(needs("chromium", "oathtool", "zbarimg"));

  it(
    "a code goes off by itself with its last digit, as the page says before",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      expect(await page.getByText(en.challenge.bySelf).isVisible()).to.equal(true);
      const code = t.host.smtp.lastCode(mailOf("anna"));
      await field(page, mail.code).pressSequentially(code.slice(0, 5));
      expect(await heading(page)).to.equal(mail.title);
      await leave(page, () => field(page, mail.code).press(code.slice(5)));
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "a code waits for the button where there is more to decide",
    walk({ reauthDays: 30 }, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      await field(page, mail.code).pressSequentially(t.host.smtp.lastCode(mailOf("anna")));
      await trustBox(page, 30).check();
      expect(await heading(page)).to.equal(mail.title);
      await press(page, en.challenge.submit);
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "a password can be looked at and hidden again, and signs in either way",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      const password = field(page, passwordWords.password);
      await password.fill("wrong horse battery");
      expect(await password.getAttribute("type")).to.equal("password");
      await button(page, en.page.show).click();
      expect(await password.getAttribute("type")).to.equal("text");
      await button(page, en.page.hide).click();
      expect(await password.getAttribute("type")).to.equal("password");
      await button(page, en.page.show).click();
      await typePassword(page);
      expect(await heading(page)).to.equal(mail.title);
    }),
  );

  it(
    "the key of an app is copied as it stands, and the page says so",
    walk({ mode: "either" }, async (t) => {
      const page = await t.open();
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await signIn(t.host, page, "/mfa/card");
      await press(page, fillIn(en.card.enrol, { name: app.name }));
      const key = await text(page.getByLabel(app.key, { exact: true }));
      await button(page, en.page.copy).click();
      await page.getByRole("status").filter({ hasText: en.page.copied }).waitFor();
      expect(await page.evaluate("navigator.clipboard.readText()")).to.equal(key.trim());
      const uri = await scanAndFinish(t.host, page);
      expect(key.replaceAll(/\s/g, "")).to.equal(new URL(uri).searchParams.get("secret"));
    }),
  );
});
