import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { Express } from "express";
import { en } from "../../lib/locales/index.js";
import { needs } from "../support/needs.js";
import { mailOf } from "../support/steps.js";
import {
  button,
  field,
  guarded,
  heading,
  leave,
  mail,
  passwordWords,
  signIn,
  typePassword,
} from "./pages.js";
import { walk } from "./walk.js";

const lag = 400;

/** What a form asks for is done at once, but the answer is long on its way. */
function slowAnswers(app: Express): void {
  app.use((req, res, next) => {
    if (req.method === "POST") {
      const { end } = res;
      res.end = ((...rest: Parameters<typeof end>) => {
        setTimeout(() => end.apply(res, rest), lag);
        return res;
      }) as typeof end;
    }
    next();
  });
}

describe("a slow network, in a browser", () => {
  before(needs("chromium"));

  it(
    "lets a double click on the code sign in all the same",
    walk({ reauthDays: 30, before: slowAnswers }, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await typePassword(page);
      await field(page, mail.code).fill(t.host.smtp.lastCode(mailOf("anna")));
      await leave(page, () => button(page, en.challenge.submit).dblclick({ delay: 100 }));
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "sends one mail for a double click on the password",
    walk({ before: slowAnswers }, async (t) => {
      const page = await t.open();
      await page.goto("/app");
      await field(page, en.signIn.username).fill("anna");
      await field(page, passwordWords.password).fill("correct horse battery");
      await leave(page, () => button(page, en.signIn.submit).dblclick({ delay: 100 }));
      expect(await heading(page)).to.equal(mail.title);
      expect(await page.getByRole("alert").count()).to.equal(0);
      expect(t.host.smtp.mailsTo(mailOf("anna"))).to.have.length(1);
    }),
  );

  it(
    "is no reason to wait for the script: a page can be filled in before it comes",
    walk({}, async (t) => {
      const page = await t.open();
      await page.route("**/*", async (route) => {
        if (route.request().resourceType() === "script") await sleep(3 * lag);
        await route.continue();
      });
      await page.goto("/app", { waitUntil: "commit" });
      const started = Date.now();
      await field(page, en.signIn.username).fill("anna");
      expect(Date.now() - started).to.be.lessThan(2 * lag);
      await page.waitForLoadState();
      expect(await field(page, en.signIn.username).inputValue()).to.equal("anna");
    }),
  );

  it(
    "may lose stylesheet and script: the sign-in works",
    walk({}, async (t) => {
      const page = await t.open();
      const empty = { stylesheet: "text/css", script: "text/javascript" } as const;
      let lost = 0;
      await page.route("**/*", (route) => {
        const type = route.request().resourceType();
        if (type !== "stylesheet" && type !== "script") return route.continue();
        lost += 1;
        return route.fulfill({ contentType: empty[type], body: "" });
      });
      await signIn(t.host, page);
      expect(await heading(page)).to.equal(guarded);
      expect(lost).to.be.greaterThan(0);
    }),
  );
});
