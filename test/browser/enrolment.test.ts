import { expect } from "chai";
import { en, fillIn } from "../../lib/locales/index.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { notThe } from "../support/steps.js";
import { zbarimg } from "../support/zbarimg.js";
import {
  app,
  guarded,
  heading,
  mail,
  press,
  problem,
  scanAndFinish,
  signIn,
  takeApp,
  text,
  typeCode,
  typeMailCode,
  typePassword,
} from "./pages.js";
import { walk } from "./walk.js";

const confirm = mail.start;
const setUp = fillIn(en.card.enrol, { name: app.name });
const titleOfApp = fillIn(en.enrol.titleOf, { name: app.name });

describe("setting up an authenticator app, in a browser", () => {
  before(needs("chromium", "oathtool", "zbarimg"));

  it(
    "goes from the password over a mail and a scan to where the person was going",
    walk({ mode: "app" }, async (t) => {
      const page = await t.open();
      await page.goto("/app/doors");
      await typePassword(page);
      expect(await heading(page)).to.equal(en.enrol.confirmTitle);
      await press(page, confirm);
      await typeMailCode(t.host, page);
      await takeApp(page);
      expect(await heading(page)).to.equal(titleOfApp);
      const key = await text(page.getByLabel(app.key, { exact: true }));
      const uri = await scanAndFinish(t.host, page);
      expect(uri).to.match(/^otpauth:\/\/totp\/Net2:anna\?/);
      expect(key.replaceAll(/\s/g, "")).to.equal(new URL(uri).searchParams.get("secret"));
      expect(await heading(page)).to.equal(guarded);
      expect(page.url()).to.equal(`${t.host.base}/app/doors`);
    }),
  );

  it(
    "shows the same picture again after a code that was wrong",
    walk({ mode: "app" }, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      await press(page, confirm);
      await typeMailCode(t.host, page);
      await takeApp(page);
      const uri = zbarimg(await page.screenshot({ fullPage: true }));
      await typeCode(page, app.code, notThe(oathtool(uri, t.host.clock.now())), en.enrol.submit);
      expect(await problem(page)).to.include(en.problems.ERR_MFA_CODE);
      expect(await scanAndFinish(t.host, page)).to.equal(uri);
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  for (const [look, options] of [
    ["in a dark window", { colorScheme: "dark" }],
    ["on a narrow phone in the dark", { colorScheme: "dark", width: 320 }],
  ] as const) {
    it(
      `is scanned ${look} too`,
      walk({ mode: "either" }, async (t) => {
        const page = await t.open(options);
        await signIn(t.host, page);
        await page.goto("/mfa/card");
        await press(page, setUp);
        await page.getByRole("img", { name: app.qr }).scrollIntoViewIfNeeded();
        await scanAndFinish(t.host, page);
        expect(await heading(page)).to.equal(en.card.title);
      }),
    );
  }

  it(
    "is begun on the card, leads back there, and shows the same QR code there",
    walk({ mode: "either" }, async (t) => {
      const page = await t.open();
      await signIn(t.host, page);
      await page.goto("/mfa/card");
      await press(page, setUp);
      const uri = await scanAndFinish(t.host, page);
      expect(await heading(page)).to.equal(en.card.title);
      await page.getByText(en.card.showPicture).click();
      const picture = page.getByRole("img", { name: fillIn(en.card.picture, { name: app.name }) });
      expect(new URL(zbarimg(await picture.screenshot())).searchParams.get("secret")).to.equal(
        new URL(uri).searchParams.get("secret"),
      );
      t.host.clock.advance(301_000);
      await page.reload();
      expect(await picture.count(), "without a fresh proof").to.equal(0);
      expect(await page.getByRole("link", { name: en.card.confirmForPicture }).count()).to.equal(1);
    }),
  );
});
