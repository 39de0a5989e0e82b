import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { field, guarded, heading, leave, mail, press, typeCode, typePassword } from "../browser/pages.js";
import { walk } from "../browser/walk.js";
import { startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { mailOf, signInByScript } from "../support/steps.js";
import { openSettings } from "./engineer.js";

const { operators: words } = en;

describe("Point 7: every operator needs an e-mail address", () => {
  describe("in Chromium", () => {
    before(needs("chromium"));

    it(
      "the operators page shows who lacks one, and the engineer gives them one: then the code comes",
      walk({ mode: "email" }, async (t) => {
        await t.host.addOperator("ella", { role: "engineer" });
        await t.host.addOperator("nils", { email: undefined });
        const nils = await t.open();
        await nils.goto("/app");
        await typePassword(nils, { username: "nils" });
        expect(await heading(nils), "without an address there is no way in").to.not.equal(guarded);

        const page = await t.open();
        await openSettings(t.host, page);
        const follow = (name: string) =>
          leave(page, () => page.getByRole("link", { name, exact: true }).click());
        await follow(en.signedIn.operators);
        expect(await page.getByText("without an e-mail address: 1").isVisible()).to.equal(true);
        await follow(words.showThem);
        expect(await page.getByRole("link", { name: "anna" }).count()).to.equal(0);
        await follow("nils");
        await field(page, words.email).fill(mailOf("nils"));
        await press(page, words.save);
        expect(await page.getByRole("status").first().textContent()).to.equal(en.done.operator);

        await nils.goto("/app");
        if ((await heading(nils)) === en.signIn.title) await typePassword(nils, { username: "nils" });
        if ((await field(nils, mail.code).count()) === 0) await press(nils, mail.start);
        await typeCode(nils, mail.code, t.host.smtp.lastCode(mailOf("nils")));
        expect(await heading(nils)).to.equal(guarded);
      }),
    );
  });

  it("over HTTP", async () => {
    const host = await startHost({ mode: "email" });
    try {
      await host.addOperator("ella", { role: "engineer" });
      const { id } = await host.addOperator("nils", { email: undefined });
      const engineer = host.browser();
      await signInByScript(host, engineer, "ella");
      const lacking = (await engineer.get("/mfa/operators?only=no-email")).json();
      expect(lacking.operators).to.have.length(1).and.have.nested.property("0.username", "nils");
      await engineer.post(`/mfa/operators/${id}`, { email: mailOf("nils") });
      expect((await engineer.get("/mfa/operators")).json()).to.include({ withoutEmail: 0 });
      const nils = host.browser();
      expect((await signInByScript(host, nils, "nils")).json()).to.include({ state: "signed-in" });
    } finally {
      await host.close();
    }
  });
});
