import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { needs } from "../support/needs.js";
import { mailOf, notThe } from "../support/steps.js";
import {
  field,
  fresh,
  guarded,
  heading,
  leave,
  mail,
  passwordWords,
  press,
  problem,
  signIn,
  typeCode,
  typeMailCode,
} from "./pages.js";
import { walk } from "./walk.js";

const stale = 301_000;

describe("a page that asks for a fresh proof, in a browser", () => {
  before(needs("chromium"));

  it(
    "leads to the code and back, in the same session",
    walk({}, async (t) => {
      const page = await t.open();
      await signIn(t.host, page);
      t.host.clock.advance(stale);
      await page.goto("/app/fresh?door=1");
      expect(await heading(page)).to.equal(en.purpose["step-up"].challenge);
      expect(await page.getByText(en.purpose["step-up"].text).count()).to.equal(1);
      await press(page, mail.start);
      await typeMailCode(t.host, page);
      expect(await heading(page)).to.equal(fresh);
      expect(page.url()).to.equal(`${t.host.base}/app/fresh?door=1`);
    }),
  );

  it(
    "is still one after a wrong code",
    walk({}, async (t) => {
      const page = await t.open();
      await signIn(t.host, page);
      t.host.clock.advance(stale);
      await page.goto("/app/fresh");
      await press(page, mail.start);
      await typeCode(page, mail.code, notThe(t.host.smtp.lastCode(mailOf("anna"))));
      expect(await problem(page)).to.include(en.problems.ERR_MFA_CODE);
      expect(await page.getByText(en.purpose["step-up"].text).count()).to.equal(1);
      await typeMailCode(t.host, page);
      expect(await heading(page)).to.equal(fresh);
    }),
  );

  it(
    "can be left, and the session stays",
    walk({}, async (t) => {
      const page = await t.open();
      await signIn(t.host, page);
      t.host.clock.advance(stale);
      await page.goto("/app/fresh");
      await leave(page, () => page.getByRole("link", { name: en.challenge.back }).click());
      expect(await heading(page)).to.equal(en.signedIn.title);
      await page.goto("/app");
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "guards the password on the card, and then lets it be changed",
    walk({}, async (t) => {
      const page = await t.open();
      await signIn(t.host, page);
      t.host.clock.advance(stale);
      await page.goto("/mfa/card");
      expect(await field(page, passwordWords.newPassword).count()).to.equal(0);
      await leave(page, () => page.getByRole("link", { name: en.card.confirmForPassword }).click());
      await press(page, mail.start);
      await typeMailCode(t.host, page);
      expect(await heading(page)).to.equal(en.card.title);
      expect(await field(page, passwordWords.newPassword).count()).to.equal(1);
    }),
  );
});
