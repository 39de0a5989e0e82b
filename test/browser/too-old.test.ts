import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { needs } from "../support/needs.js";
import { mailOf } from "../support/steps.js";
import { guarded, heading, mail, problem, typeCode, typeMailCode, typePassword } from "./pages.js";
import { walk } from "./walk.js";

const minute = 60_000;

describe("a page that is too old for its form, in a browser", () => {
  before(needs("chromium"));

  it(
    "says so at the sign-in, which still leads to where the person was going",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app/doors");
      await typePassword(page);
      t.host.clock.advance(11 * minute);
      await typeCode(page, mail.code, t.host.smtp.lastCode(mailOf("anna")));
      expect(await heading(page)).to.equal(en.signIn.title);
      expect(await problem(page)).not.to.equal("");
      await typePassword(page);
      await typeMailCode(t.host, page);
      expect(page.url()).to.equal(`${t.host.base}/app/doors`);
    }),
  );

  it(
    "leads on where the sign-in was done in another tab",
    walk({}, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      const other = await page.context().newPage();
      await other.goto("/app");
      const code = t.host.smtp.lastCode(mailOf("anna"));
      await typeCode(page, mail.code, code);
      await typeCode(other, mail.code, code);
      expect([guarded, en.signedIn.title]).to.include(await heading(other));
    }),
  );
});
