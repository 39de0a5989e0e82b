import { readFileSync } from "node:fs";
import { expect } from "chai";
import { en, fillIn } from "../../lib/locales/index.js";
import { emailOtp, password, recoveryCode } from "../../strategies/index.js";
import { messages as recoveryMessages } from "../../strategies/recovery-code/messages.js";
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

const recoveryWords = recoveryMessages.en;

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
      const typed = field(page, passwordWords.password);
      await typed.fill("wrong horse battery");
      expect(await typed.getAttribute("type")).to.equal("password");
      await button(page, en.page.show).click();
      expect(await typed.getAttribute("type")).to.equal("text");
      await button(page, en.page.hide).click();
      expect(await typed.getAttribute("type")).to.equal("password");
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

  it(
    "recovery codes are copied, saved as a file and printed, and are the same in each; afterwards they are shown no more",
    walk({ mode: "email", options: { strategies: [password(), emailOtp(), recoveryCode()] } }, async (t) => {
      const page = await t.open();
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await signIn(t.host, page, "/mfa/card");
      await press(page, fillIn(en.card.enrol, { name: recoveryWords.name }));
      const codes = (await page.getByLabel(recoveryWords.codes, { exact: true }).inputValue()).split("\n");
      expect(new Set(codes).size).to.equal(10);
      await button(page, en.page.copy).click();
      await page.getByRole("status").filter({ hasText: en.page.copied }).waitFor();
      expect(await page.evaluate("navigator.clipboard.readText()")).to.equal(codes.join("\n"));
      const saving = page.waitForEvent("download");
      await page.getByRole("link", { name: en.page.download }).click();
      const saved = await saving;
      expect(saved.suggestedFilename()).to.match(/^Net2.*\.txt$/);
      const lines = readFileSync((await saved.path()) ?? "", "utf8").split("\r\n");
      expect(lines.slice(2, 12)).to.deep.equal(codes);
      await page.evaluate("globalThis.print = () => { document.title = 'printed'; }");
      await button(page, en.page.print).click();
      expect(await page.title()).to.equal("printed");
      await press(page, recoveryWords.finish);
      for (const code of codes) expect(await page.content()).to.not.include(code);
      expect(await page.content()).to.include(fillIn(en.card.left, { count: "10" }));
    }),
  );
});
