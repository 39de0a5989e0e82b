import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { needs } from "../support/needs.js";
import { mailOf, notThe } from "../support/steps.js";
import {
  button,
  field,
  guarded,
  heading,
  mail,
  passwordWords,
  press,
  problem,
  text,
  typeCode,
  typeMailCode,
  typePassword,
} from "./pages.js";
import { walk } from "./walk.js";

const second = 1000;

describe("waiting, in a browser", () => {
  before(needs("chromium"));

  it(
    "comes after five wrong codes, keeps the right one out, and is over when it says",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      const code = t.host.smtp.lastCode(mailOf("anna"));
      for (let tries = 0; tries < 5; tries++) await typeCode(page, mail.code, notThe(code));
      await typeCode(page, mail.code, code);
      expect(await problem(page)).to.include(en.problems.ERR_MFA_WAIT);
      expect(await text(page.getByRole("alert").getByRole("timer"))).to.match(/\d+ seconds/);
      await page.goto("/app");
      expect(await heading(page), "nobody came in").not.to.equal(guarded);

      t.host.clock.advance(31 * second);
      await page.goto("/app");
      await typeCode(page, mail.code, code);
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "comes after five wrong passwords too, and the right one is not looked at",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      for (let tries = 0; tries < 5; tries++) await typePassword(page, { password: "wrong horse battery" });
      await typePassword(page);
      expect(await problem(page)).to.include(en.problems.ERR_MFA_WAIT);
      expect(await field(page, en.signIn.username).inputValue()).to.equal("anna");
      expect(await field(page, passwordWords.password).inputValue()).to.equal("");
      t.host.clock.advance(31 * second);
      await typePassword(page);
      expect(await heading(page)).to.equal(mail.title);
    }),
  );

  it(
    "counts down before the eyes, and says when it is over",
    walk({}, async (t) => {
      const page = await t.open();
      await page.clock.install();
      await page.goto("/app");
      for (let tries = 0; tries < 6; tries++) await typePassword(page, { password: "wrong horse battery" });
      const timer = page.getByRole("alert").getByRole("timer");
      await page.clock.fastForward(10 * second);
      expect(await text(timer)).to.match(/\b(1\d|20) seconds/);
      await page.clock.fastForward(21 * second);
      expect(await text(timer)).to.equal(en.page.tryNow);
      expect(await text(page.getByRole("status")), "said aloud once").to.equal(en.page.tryNow);
    }),
  );

  it(
    "holds back another mail until one may be asked for, and the newest code is good",
    walk({}, async (t) => {
      const page = await t.open();
      await page.clock.install();
      await page.goto("/app");
      await typePassword(page);
      const first = t.host.smtp.lastCode(mailOf("anna"));
      const again = button(page, en.challenge.again);
      expect(await again.isDisabled()).to.equal(true);
      await page.clock.fastForward(31 * second);
      expect(await page.getByText(en.challenge.againNow).first().isVisible()).to.equal(true);
      t.host.clock.advance(31 * second);
      await press(page, en.challenge.again);
      expect(t.host.smtp.mailsTo(mailOf("anna"))).to.have.length(2);
      const newest = t.host.smtp.lastCode(mailOf("anna"));
      if (first !== newest) {
        await typeCode(page, mail.code, first);
        expect(await page.getByRole("alert").count(), "the first is good no longer").to.equal(1);
      }
      await typeMailCode(t.host, page);
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "says without script that another mail was asked for too early, and sends none",
    walk({}, async (t) => {
      const page = await t.open({ javaScript: false });
      await page.goto("/app");
      await typePassword(page);
      await press(page, en.challenge.again);
      expect(await problem(page)).to.include(en.problems.ERR_MFA_WAIT);
      expect(t.host.smtp.mailsTo(mailOf("anna"))).to.have.length(1);
      await typeMailCode(t.host, page);
      expect(await heading(page), "the code that was sent is good all the same").to.equal(guarded);
    }),
  );
});
