import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { en } from "../../lib/locales/index.js";
import type { Host } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { mailOf } from "../support/steps.js";
import {
  field,
  guarded,
  heading,
  leave,
  mail,
  passwordWords,
  press,
  problem,
  typeCode,
  typePassword,
  unfold,
} from "./pages.js";
import { walk } from "./walk.js";

const { operators: words } = en;

/** Signs the engineer in, on a page of the operators, with a proof that is fresh. */
async function openOperators(host: Host, page: Page, path = ""): Promise<void> {
  await host.addOperator("ella", { role: "engineer" });
  await page.goto(`/mfa/operators${path}`);
  await typePassword(page, { username: "ella" });
  await typeCode(page, mail.code, host.smtp.lastCode(mailOf("ella")));
}

const follow = (page: Page, name: string) =>
  leave(page, () => page.getByRole("link", { name, exact: true }).click());
const status = (page: Page) => page.getByRole("status").first().textContent();

describe("The operators, in a browser", () => {
  before(needs("chromium"));

  it(
    "adds somebody, who comes in with the code, and takes them out again",
    walk({ mode: "email" }, async (t) => {
      const page = await t.open();
      await openOperators(t.host, page);
      expect(await field(page, words.username).isVisible(), "folded").to.equal(false);
      await unfold(page, words.add);
      await field(page, words.username).fill("nils");
      await field(page, words.email).fill("nils");
      await press(page, words.submit);
      expect(await problem(page)).to.include(en.problems.ERR_MFA_INPUT);
      expect(await field(page, words.username).inputValue()).to.equal("nils");
      await field(page, words.email).fill(mailOf("nils"));
      await press(page, words.submit);
      const code = await field(page, words.code).inputValue();

      const nils = await t.open();
      await nils.goto("/mfa/invitation");
      await field(nils, en.signIn.username).fill("nils");
      await field(nils, en.invitation.code).fill(code);
      await field(nils, passwordWords.newPassword).fill("correct horse battery");
      await press(nils, en.invitation.submit);
      await typeCode(nils, mail.code, t.host.smtp.lastCode(mailOf("nils")));
      await nils.goto("/app");
      expect(await heading(nils)).to.equal(guarded);

      await follow(page, words.back);
      await follow(page, "nils");
      expect(await page.getByText(code).count(), "told once").to.equal(0);
      await unfold(page, words.remove);
      await press(page, words.remove);
      expect(await page.getByText(en.errors.tick).isVisible()).to.equal(true);
      await page.getByLabel("Yes, delete nils").check();
      await press(page, words.remove);
      expect(await status(page)).to.equal(en.done.removed);
      await nils.reload();
      expect(await heading(nils)).to.equal(en.signIn.title);
    }),
  );

  it(
    "searches, and goes from page to page",
    walk({ mode: "email" }, async (t) => {
      for (let number = 10; number < 45; number += 1)
        await t.host.mfa.operators.add({ username: `door${number}` });
      const page = await t.open();
      await openOperators(t.host, page);
      expect(await page.getByText("Operators: 37").isVisible()).to.equal(true);
      await follow(page, words.next);
      expect(await page.getByText("Page 2 of 2").isVisible()).to.equal(true);
      await field(page, words.search).fill("DOOR4");
      await press(page, words.find);
      expect(await page.getByText("5 found.").isVisible()).to.equal(true);
      await follow(page, words.everybody);
      expect(await page.getByText("Operators: 37").isVisible()).to.equal(true);
    }),
  );

  it(
    "imports a file that a spreadsheet saved, read by the browser",
    walk({ mode: "email" }, async (t) => {
      const folder = await mkdtemp(join(tmpdir(), "express-mfa-csv-"));
      try {
        // Western European code page, as older spreadsheets save it.
        const file = join(folder, "people.csv");
        await writeFile(file, Buffer.from("username;name\r\nasa;\xC5sa Str\xF6m\r\nbo;Bo\r\n", "latin1"));
        const page = await t.open();
        await openOperators(t.host, page, "/import");
        await field(page, words.file).setInputFiles(file);
        await page.waitForFunction(() => document.querySelector("textarea")?.value.includes("bo") === true);
        await press(page, words.check);
        expect(await page.getByText("Åsa Ström").isVisible()).to.equal(true);
        await press(page, "Import 2 operators");
        await page.getByText("All 2 operators are there").waitFor();
        expect(await t.host.mfa.operators.find("asa")).to.include({ name: "Åsa Ström" });
      } finally {
        await rm(folder, { recursive: true });
      }
    }),
  );

  it(
    "imports what is pasted, without scripts, and says by line what is wrong",
    walk({ mode: "email" }, async (t) => {
      const page = await t.open({ javaScript: false });
      await openOperators(t.host, page, "/import");
      expect(await field(page, words.file).isVisible()).to.equal(false);
      await field(page, words.csv).fill("username,email\nbo,\ncy,nowhere\n");
      await press(page, words.check);
      expect(await page.getByText("Line 3").isVisible()).to.equal(true);
      await field(page, words.csv).fill("username,email\nbo,\ncy,cy@example.org\n");
      await press(page, words.check);
      await press(page, "Import 2 operators");
      expect(await page.getByText("All 2 operators are there").isVisible()).to.equal(true);
    }),
  );
});
