import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { needs } from "../support/needs.js";
import { mailOf } from "../support/steps.js";
import {
  field,
  goOn,
  heading,
  mail,
  passwordWords,
  press,
  signIn,
  typeMailCode,
  typePassword,
} from "./pages.js";
import { walk } from "./walk.js";

const minute = 60_000;

describe("a session, in a browser", () => {
  before(needs("chromium"));

  it(
    "ends by the button of the card",
    walk({}, async (t) => {
      const page = await t.open();
      await signIn(t.host, page, "/mfa/card");
      await press(page, en.card.signOut);
      expect(await heading(page)).to.equal(en.signIn.title);
      await page.goto("/app");
      expect(await heading(page)).to.equal(en.signIn.title);
    }),
  );

  it(
    "leaves nothing of the card behind the back button",
    walk({}, async (t) => {
      const page = await t.open();
      await signIn(t.host, page);
      await page.goto("/mfa/card");
      expect(await page.getByText(mailOf("anna")).count()).to.equal(1);
      await press(page, en.card.signOut);
      await page.goBack();
      expect(await heading(page)).to.equal(en.signIn.title);
      expect(await page.getByText(mailOf("anna")).count()).to.equal(0);
    }),
  );

  it(
    "that ended in one tab leads the other to the sign-in at its next click",
    walk({}, async (t) => {
      const page = await t.open();
      await signIn(t.host, page);
      const other = await page.context().newPage();
      await other.goto("/mfa/card");
      await page.goto("/mfa/card");
      await press(page, en.card.signOut);
      t.host.clock.advance(minute);
      await press(other, en.card.changeLanguage);
      await goOn(other);
      expect(await heading(other)).to.equal(en.signIn.title);
      await typePassword(other);
      expect(await heading(other), "and from there on").to.equal(mail.title);
    }),
  );

  it(
    "that was ended by an engineer while a form was open changes nothing",
    walk({}, async (t) => {
      const page = await t.open();
      await signIn(t.host, page, "/mfa/card");
      await field(page, passwordWords.newPassword).fill("another horse battery");
      const anna = await t.host.mfa.operators.find("anna");
      await t.host.mfa.operators.disable(anna?.id ?? "");
      await press(page, en.card.changePassword);
      await goOn(page);
      expect(await heading(page)).to.equal(en.signIn.title);
      await t.host.mfa.operators.enable(anna?.id ?? "");
      t.host.clock.advance(minute);
      await typePassword(page);
      expect(await heading(page), "the password of before is still the one").to.equal(mail.title);
    }),
  );

  it(
    "that was not used for half an hour asks for a new sign-in, and leads back",
    walk({}, async (t) => {
      const page = await t.open();
      await signIn(t.host, page);
      t.host.clock.advance(30 * minute);
      await page.goto("/app/doors");
      expect(await heading(page)).to.equal(en.signIn.title);
      await typePassword(page);
      await typeMailCode(t.host, page);
      expect(page.url()).to.equal(`${t.host.base}/app/doors`);
    }),
  );
});
