import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { needs } from "../support/needs.js";
import { heading, press, signIn } from "./pages.js";
import { walk } from "./walk.js";

describe("a page of the host after the sign-out, in a browser", () => {
  before(needs("chromium"));

  it(
    "leaves nothing of a guarded page behind the back button",
    walk({}, async (t) => {
      const page = await t.open();
      await signIn(t.host, page);
      await page.goto("/mfa/card");
      await press(page, en.card.signOut);
      await page.goBack();
      await page.goBack({ waitUntil: "commit" });
      expect(new URL(page.url()).pathname).not.to.equal("/mfa/card");
      expect(await heading(page)).to.equal(en.signIn.title);
    }),
  );
});
