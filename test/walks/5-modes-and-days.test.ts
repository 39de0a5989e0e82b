import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import {
  app,
  choose,
  field,
  guarded,
  heading,
  mail,
  press,
  scanAndFinish,
  trustBox,
  typeCode,
  typeMailCode,
  typePassword,
} from "../browser/pages.js";
import { walk } from "../browser/walk.js";
import { operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { mailOf } from "../support/steps.js";
import { changePolicy, ella, openSettings, proveByMail, saveMode } from "./engineer.js";

const day = 86_400_000;

describe("Point 5: e-mail, app or either, and the days before a code is asked for again", () => {
  describe("in Chromium", () => {
    before(needs("chromium", "oathtool", "zbarimg"));

    it(
      "each mode takes effect at once: what operators are asked for is what the engineer saved",
      walk({ mode: "email" }, async (t) => {
        await t.host.addOperator("ella", { role: "engineer" });
        const engineer = await t.open();
        await openSettings(t.host, engineer);
        const anna = await t.open();
        await saveMode(engineer, "either");
        await anna.goto("/app");
        await typePassword(anna);
        expect(await heading(anna)).to.equal(en.purpose["sign-in"].choose);
        await choose(anna, mail.name);
        await typeMailCode(t.host, anna);
        expect(await heading(anna)).to.equal(guarded);
        await anna.goto("/mfa/card");
        await press(anna, `Set up: ${app.name}`);
        await scanAndFinish(t.host, anna);

        const again = await t.open();
        await again.goto("/app");
        await typePassword(again);
        const first = await again
          .getByRole("button", { name: /code of six digits/i })
          .first()
          .textContent();
        expect(first, "the last choice first").to.include(app.name);
      }),
    );

    it(
      "a trusted browser is not asked within the days, and shortening them ends it at once",
      walk({ mode: "email", reauthDays: 30 }, async (t) => {
        await t.host.addOperator("ella", { role: "engineer" });
        const anna = await t.open();
        await anna.goto("/app");
        await typePassword(anna);
        await trustBox(anna, 30).check();
        await typeMailCode(t.host, anna);
        t.host.clock.advance(2 * day);
        await anna.goto("/app");
        await typePassword(anna);
        expect(await heading(anna), "within the days: the password is enough").to.equal(guarded);

        const engineer = await t.open();
        await openSettings(t.host, engineer);
        await field(engineer, en.settings.days).fill("1");
        await press(engineer, en.settings.save);
        await anna.reload();
        expect(await heading(anna), "the proof is two days old").to.not.equal(guarded);
        await typePassword(anna);
        expect(await heading(anna)).to.equal(mail.title);
        await typeCode(anna, mail.code, t.host.smtp.lastCode(mailOf("anna")));
        expect(await heading(anna)).to.equal(guarded);
      }),
    );
  });

  it("over HTTP", async () => {
    const host = await startHost({ mode: "email", reauthDays: 30 });
    try {
      await host.addOperator("anna");
      await host.addOperator("ella", { role: "engineer" });
      const [anna, engineer] = [host.browser(), host.browser()];
      const password = { username: "anna", password: operatorPassword };
      await anna.post("/mfa/sign-in", password);
      await anna.post("/mfa/challenge/email-otp");
      const code = host.smtp.lastCode(mailOf("anna"));
      await anna.post("/mfa/challenge/email-otp/verify", { code, trust: true });
      host.clock.advance(2 * day);
      expect((await anna.post("/mfa/sign-in", password)).json()).to.include({ state: "signed-in" });
      await engineer.post("/mfa/sign-in", ella);
      await proveByMail(host, engineer);
      for (const reauthDays of [-1, 91, 1.5, "", "7 ", "1e1", [7]])
        expect((await changePolicy(engineer, { mode: "email", reauthDays })).status).to.equal(422);
      await changePolicy(engineer, { mode: "email", reauthDays: 1 });
      expect((await anna.get("/app")).status).to.equal(401);
      expect((await anna.post("/mfa/sign-in", password)).json()).to.include({ state: "challenge" });
      await changePolicy(engineer, { mode: "app", reauthDays: 1, confirm: true });
      expect((await anna.get("/mfa/")).json().strategies).to.deep.include({
        id: "totp",
        enrolled: false,
        starts: false,
        enrollable: true,
      });
    } finally {
      await host.close();
    }
  });
});
