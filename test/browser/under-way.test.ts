import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { needs } from "../support/needs.js";
import { mailOf } from "../support/steps.js";
import {
  button,
  goOn,
  guarded,
  heading,
  leave,
  mail,
  signIn,
  typeCode,
  typeMailCode,
  typePassword,
} from "./pages.js";
import { walk } from "./walk.js";

const minute = 60_000;

describe("a sign-in under way, in a browser", () => {
  before(needs("chromium"));

  it(
    "that took too long starts again, and the code of before is no use",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app/doors");
      await typePassword(page);
      t.host.clock.advance(11 * minute);
      await typeCode(page, mail.code, t.host.smtp.lastCode(mailOf("anna")));
      expect(page.url()).not.to.include("/app");
      await goOn(page);
      expect(await heading(page)).to.equal(en.signIn.title);
      await page.goto("/app/doors");
      await typePassword(page);
      await typeMailCode(t.host, page);
      expect(page.url()).to.equal(`${t.host.base}/app/doors`);
    }),
  );

  it(
    "that is done leads on from its code page: nobody is stuck behind the back button",
    walk({}, async (t) => {
      const page = await t.open();
      await signIn(t.host, page);
      await page.goBack();
      expect([guarded, en.signedIn.title]).to.include(await heading(page));
    }),
  );

  it(
    "that is open in two tabs is done in one, and the other leads on",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      const other = await page.context().newPage();
      await other.goto("/app");
      expect(await heading(other)).to.equal(mail.title);
      const code = t.host.smtp.lastCode(mailOf("anna"));
      await typeCode(page, mail.code, code);
      expect(await heading(page)).to.equal(guarded);
      await typeCode(other, mail.code, code);
      await goOn(other);
      expect([guarded, en.signedIn.title]).to.include(await heading(other));
      await page.reload();
      expect(await heading(page), "the first tab is as it was").to.equal(guarded);
    }),
  );

  it(
    "can be given up",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      await leave(page, () => button(page, en.challenge.cancel).click());
      expect(await heading(page)).to.equal(en.signIn.title);
      await page.goto("/app");
      expect(await heading(page)).to.equal(en.signIn.title);
    }),
  );
});
