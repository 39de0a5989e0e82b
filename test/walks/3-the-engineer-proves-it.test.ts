import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { choose, guarded, heading, mail, press, problem, scanAndFinish, typeCode } from "../browser/pages.js";
import { walk } from "../browser/walk.js";
import { startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { notThe } from "../support/steps.js";
import { ella, fillSetup, setupBody } from "./engineer.js";

describe("Point 3: the engineer proves it, and only then is in", () => {
  describe("in Chromium", () => {
    before(needs("chromium", "oathtool", "zbarimg"));

    it(
      "by the code from the mail: a wrong one, and the address bar, lead nowhere",
      walk({ isNew: true }, async (t) => {
        const page = await t.open();
        await fillSetup(t.host, page);
        await page.getByLabel(en.setup.onTick).check();
        await press(page, en.setup.submit);
        for (const path of ["/app", "/mfa/settings", "/mfa/card"]) {
          await page.goto(path);
          expect(await heading(page), path).to.equal(mail.title);
        }
        await typeCode(page, mail.code, notThe(t.host.smtp.lastCode(ella.email)));
        expect(await problem(page)).to.include(en.problems.ERR_MFA_CODE);
        await typeCode(page, mail.code, t.host.smtp.lastCode(ella.email));
        await page.goto("/app");
        expect(await heading(page)).to.equal(guarded);
      }),
    );

    it(
      "by the QR code, scanned from the page, and its first code",
      walk({ isNew: true }, async (t) => {
        const page = await t.open();
        await fillSetup(t.host, page);
        await page.getByRole("radio", { name: en.setup.modes.app }).check();
        await page.getByLabel(en.setup.onTick).check();
        await press(page, en.setup.submit);
        await choose(page, "Authenticator app");
        await scanAndFinish(t.host, page);
        await page.goto("/app");
        expect(await heading(page)).to.equal(guarded);
      }),
    );
  });

  it("over HTTP, by either", async () => {
    for (const mode of ["email", "app"] as const) {
      const host = await startHost({ isNew: true });
      try {
        const engineer = host.browser();
        await engineer.post("/mfa/setup", setupBody(host, { mode }));
        expect((await engineer.get("/app")).status, mode).to.equal(401);
        if (mode === "email") {
          await engineer.post("/mfa/challenge/email-otp");
          const code = host.smtp.lastCode(ella.email);
          await engineer.post("/mfa/challenge/email-otp/verify", { code: notThe(code) });
          expect((await engineer.get("/app")).status, mode).to.equal(401);
          await engineer.post("/mfa/challenge/email-otp/verify", { code });
        } else {
          const { secret } = (await engineer.post("/mfa/enrol/totp")).json();
          const code = oathtool(String(secret), host.clock.now());
          await engineer.post("/mfa/enrol/totp/verify", { code: notThe(code) });
          expect((await engineer.get("/app")).status, mode).to.equal(401);
          await engineer.post("/mfa/enrol/totp/verify", { code });
        }
        expect((await engineer.get("/app")).status, mode).to.equal(200);
      } finally {
        await host.close();
      }
    }
  });
});
