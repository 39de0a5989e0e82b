import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import {
  app,
  choose,
  heading,
  mail,
  problem,
  takeApp,
  text,
  typeCode,
  typePassword,
} from "../browser/pages.js";
import { walk } from "../browser/walk.js";
import { type Host, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { answerTo, startSntp } from "../support/sntp-server.js";
import { createApp, enrolApp, mailOf, notThe, signInByScript } from "../support/steps.js";
import { zbarimg } from "../support/zbarimg.js";
import { openSettings } from "./engineer.js";

const minutes = 60_000;

/** Adds the app in a session by JSON, with a phone that is so far ahead; each answer. */
async function enrolWith(host: Host, ahead: number) {
  await host.addOperator("anna");
  const anna = host.browser();
  await signInByScript(host, anna, "anna");
  const secret = String((await anna.post("/mfa/enrol/totp")).json().secret);
  const shown = () => oathtool(secret, host.clock.now() + ahead);
  const two = async () => {
    const code = shown();
    host.clock.advance(30_000);
    return anna.post("/mfa/enrol/totp/verify", { code, second: shown() });
  };
  return { anna, secret, shown, two, one: () => anna.post("/mfa/enrol/totp/verify", { code: shown() }) };
}

describe("Point 10: the clock matters", () => {
  describe("in Chromium", () => {
    before(needs("chromium"));

    it("engineers see under Options → Security that it is behind, asked of a time server", async () => {
      const sntp = await startSntp((question) => [answerTo(question, Date.now() + 90_000)]);
      const options = { probes: { clock: [sntp.address] }, clock: Date.now };
      await walk({ mode: "email", options }, async (t) => {
        await t.host.addOperator("ella", { role: "engineer" });
        const page = await t.open();
        await openSettings(t.host, page);
        expect(await page.getByText("clock is 90 seconds behind").isVisible()).to.equal(true);
        expect(sntp.asked).to.have.length(1);
      })();
      await sntp.close();
    });

    it(
      "a sign-in page shows the server's time and plain advice, never how far off a wrong code was",
      walk({ mode: "either" }, async (t) => {
        const browser = t.host.browser();
        await signInByScript(t.host, browser, "anna");
        const secret = await enrolApp(t.host, browser);
        t.host.clock.advance(5 * minutes);
        const page = await t.open();
        await page.goto("/app");
        await typePassword(page);
        if ((await heading(page)) === en.purpose["sign-in"].choose) await choose(page, app.name);
        else await takeApp(page);
        const seen: string[] = [];
        for (const code of [oathtool(secret, t.host.clock.now() - 4 * minutes), notThe("000000")]) {
          await typeCode(page, app.code, code);
          await page.getByText(app.trouble).click();
          const words = await text(page.locator("main"));
          expect(words).to.include("server's time is").and.not.include("behind").and.not.include("ahead");
          seen.push(words.replace(/time is .*/, ""));
        }
        expect(seen[0], "one that is four minutes old, and one that is none").to.equal(seen[1]);
      }),
    );

    it(
      "setting up an app that fails twice asks for two codes in a row, and tells the phone's offset",
      walk({ mode: "either" }, async (t) => {
        const page = await t.open();
        await page.goto("/mfa/card");
        await typePassword(page);
        if ((await heading(page)) === en.purpose["sign-in"].choose) await choose(page, mail.name);
        await typeCode(page, mail.code, t.host.smtp.lastCode(mailOf("anna")));
        await choose(page, app.name);
        const uri = zbarimg(await page.screenshot({ fullPage: true }));
        const shown = () => oathtool(uri, t.host.clock.now() + 4 * minutes);
        for (let time = 0; time < 2; time += 1) await typeCode(page, app.code, shown(), en.enrol.submit);
        expect(await page.getByText(app.twoCodes).isVisible()).to.equal(true);
        const submit = async (ahead: number) => {
          const code = (then: number) => oathtool(uri, t.host.clock.now() + ahead + then);
          await page.getByLabel(app.first).fill(code(-30_000));
          await typeCode(page, app.second, code(0), en.enrol.submit);
        };
        await submit(4 * minutes);
        expect(await problem(page)).to.include(en.problems.ERR_MFA_INPUT);
        expect(await page.getByText("The phone's clock is 4 minutes ahead").isVisible()).to.equal(true);
        await submit(0);
        expect(await page.getByRole("status").first().textContent()).to.equal(en.done.enrolled);
      }),
    );
  });

  it("over HTTP: two wrong codes, then two in a row, which say how far the phone is off; the clock is mended first", async () => {
    const host = await startHost({ mode: "either" });
    try {
      const { anna, one, two } = await enrolWith(host, -5 * minutes);
      for (let time = 0; time < 2; time += 1) expect((await one()).json().code).to.equal("ERR_MFA_CODE");
      expect((await anna.get("/mfa/?enrol=totp")).json()).to.deep.include({ fields: ["code", "second"] });
      expect((await one()).json().code, "one that is wrong tells nothing").to.equal("ERR_MFA_CODE");
      const told = await two();
      expect(told.status).to.equal(422);
      expect((told.json().errors as { readonly code: string }).code).to.match(/clock is 5 minutes behind/);
      expect((await anna.get("/mfa/card")).json().strategies).to.deep.include.members([]);
    } finally {
      await host.close();
    }
  });

  it("over HTTP: two codes in a row of a phone that is right set it up, and each is spent", async () => {
    const host = await startHost({ mode: "either" });
    try {
      const { anna, two, shown } = await enrolWith(host, 0);
      for (let time = 0; time < 2; time += 1)
        await anna.post("/mfa/enrol/totp/verify", { code: notThe(shown()) });
      const swapped = shown();
      host.clock.advance(30_000);
      const reversed = await anna.post("/mfa/enrol/totp/verify", { code: shown(), second: swapped });
      expect(reversed.json().code, "not in a row").to.equal("ERR_MFA_CODE");
      host.clock.advance(30_000);
      expect((await two()).status).to.equal(200);
      const again = await anna.post("/mfa/challenge/totp/verify", { code: shown() });
      expect(again.json().code).to.equal("ERR_MFA_CODE_USED");
    } finally {
      await host.close();
    }
  });

  it("over HTTP: one code that is right is still enough", async () => {
    const host = await startHost({ mode: "either" });
    try {
      const { anna, one, shown } = await enrolWith(host, 0);
      for (let time = 0; time < 3; time += 1)
        await anna.post("/mfa/enrol/totp/verify", { code: notThe(shown()) });
      expect((await one()).status).to.equal(200);
    } finally {
      await host.close();
    }
  });

  it("over HTTP: health is told to engineers only, in numbers", async () => {
    const sntp = await startSntp((question) => [answerTo(question, Date.now() - 90_000)]);
    const host = await startHost({ options: { probes: { clock: [sntp.address] }, clock: Date.now } });
    try {
      await host.addOperator("ella", { role: "engineer" });
      const ella = host.browser();
      await signInByScript(host, ella, "ella");
      const { clock } = (await ella.get("/mfa/health")).json().health as { clock: object };
      expect(clock).to.deep.equal({ level: "error", by: "server", ahead: 90 });
      await host.addOperator("anna");
      const anna = host.browser();
      await signInByScript(host, anna, "anna");
      expect((await anna.get("/mfa/health")).status).to.equal(403);
      expect((await createApp(host).get("/mfa/health")).status).to.equal(401);
    } finally {
      await host.close();
      await sntp.close();
    }
  });
});
