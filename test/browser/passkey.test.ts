import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { en, fillIn } from "../../lib/locales/index.js";
import { messages } from "../../strategies/passkey/messages.js";
import { type Host, operatorPassword } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { deviceAt, enrolPasskey, offered, startPasskey, withPasskeys } from "../support/passkeys.js";
import { signInByScript } from "../support/steps.js";
import {
  button,
  choose,
  field,
  guarded,
  heading,
  press,
  problem,
  signIn,
  text,
  typePassword,
} from "./pages.js";
import { plugIn } from "./virtual-authenticator.js";
import { walk } from "./walk.js";

const words = messages.en;
const onlyWithPassword = withPasskeys({ initialPolicy: { strategies: ["email-otp", "passkey"] } });

/** Signs in with the code from the mail, and adds a passkey on the card. */
async function enrol(host: Host, page: Page, name: string): Promise<void> {
  await signIn(host, page);
  await page.goto("/mfa/card");
  await press(page, fillIn(en.card.enrol, { name: words.name }));
  await field(page, words.ownName).fill(name);
  await press(page, words.finish);
}

const card = (page: Page) => text(page.locator("main"));
const signOut = (page: Page) => page.context().clearCookies();

/** By name and password, as far as the page that asks for a passkey. */
async function askForPasskey(page: Page): Promise<void> {
  await page.goto("/app");
  await typePassword(page);
  if ((await heading(page)) === en.purpose["sign-in"].choose) await choose(page, words.name);
}

describe("passkeys, in a browser", () => {
  before(needs("chromium"));

  for (const { what, kind } of [
    { what: "of the device itself", kind: {} },
    { what: "on a security key", kind: { transport: "usb" } },
    { what: "on a security key that checks nobody", kind: { transport: "usb", checks: false } },
  ] as const) {
    it(
      `${what} is set up on the card with a name, and completes a sign-in`,
      walk({ options: onlyWithPassword }, async ({ host, open }) => {
        const page = await open();
        const device = await plugIn(page, kind);
        await enrol(host, page, "My own");
        expect(await card(page))
          .to.include("My own")
          .and.include(en.done.enrolled);
        expect(await device.held()).to.equal(1);
        await signOut(page);
        await askForPasskey(page);
        expect(await heading(page)).to.equal(words.title);
        await press(page, words.answer);
        expect(await heading(page)).to.equal(guarded);
      }),
    );
  }

  it(
    "signs in by itself: a button, no name and no password",
    walk({ options: withPasskeys() }, async ({ host, open }) => {
      const page = await open();
      await page.addInitScript(() => {
        // A browser that lists nothing in a field.
        PublicKeyCredential.isConditionalMediationAvailable = async () => false;
      });
      await plugIn(page);
      await enrol(host, page, "Laptop");
      await signOut(page);
      await page.goto("/app");
      expect(await heading(page)).to.equal(en.signIn.title);
      await button(page, words.passwordless).click();
      await page.getByRole("heading", { name: guarded }).waitFor();
    }),
  );

  it(
    "is offered in the field of the user name, without a click on anything of ours",
    walk({ options: withPasskeys() }, async ({ host, open }) => {
      const page = await open();
      await plugIn(page);
      await enrol(host, page, "Laptop");
      await signOut(page);
      // Whoever holds a virtual authenticator picks the first one of the list at once.
      await page.goto("/app");
      await page.getByRole("heading", { name: guarded }).waitFor();
    }),
  );

  for (const { what, kind } of [
    { what: "a key that checks nobody", kind: { transport: "usb", checks: false } },
    { what: "a finger that the device does not know", kind: {} },
  ] as const) {
    it(
      `is not taken alone from ${what}`,
      walk({ options: withPasskeys() }, async ({ host, open }) => {
        const page = await open();
        const device = await plugIn(page, kind);
        await enrol(host, page, "Key");
        await device.recognise(false);
        await signOut(page);
        await page.goto("/mfa/");
        await button(page, words.passwordless).click();
        await page.getByText(words.cancelled).waitFor();
        expect(await heading(page)).to.equal(en.signIn.title);
      }),
    );
  }

  it(
    "are several, each known by its name, renamed and removed by itself",
    walk({ options: onlyWithPassword }, async ({ host, open }) => {
      const page = await open();
      await plugIn(page);
      await enrol(host, page, "Laptop");
      await plugIn(page, { transport: "usb" });
      await press(page, fillIn(en.card.another, { name: words.name }));
      await field(page, words.ownName).fill("Blue key");
      await press(page, words.finish);
      expect(await card(page))
        .to.include("Laptop")
        .and.include("Blue key");
      const blue = page
        .getByRole("listitem")
        .filter({ has: page.getByRole("heading", { name: "Blue key" }) })
        .last();
      await blue.getByText(en.card.rename).first().click();
      await blue.getByLabel(en.card.credentialName).fill("Green key");
      await blue.getByRole("button", { name: en.card.rename }).click();
      await page.getByText(en.done.renamed).waitFor();
      await press(page, fillIn(en.card.remove, { name: "Laptop" }));
      expect(await card(page))
        .to.include("Green key")
        .and.not.include("Laptop");
    }),
  );

  it(
    "says it of a device that has one for this account already",
    walk({ options: onlyWithPassword }, async ({ host, open }) => {
      const page = await open();
      const device = await plugIn(page);
      await enrol(host, page, "Laptop");
      await press(page, fillIn(en.card.another, { name: words.name }));
      await button(page, words.finish).click();
      await page.getByText(words.known).waitFor();
      expect(await device.held()).to.equal(1);
    }),
  );

  it(
    "refuses a copy: the counter is behind, the owner's own goes on",
    walk({ options: onlyWithPassword }, async ({ host, open }) => {
      const page = await open();
      const device = await plugIn(page);
      await enrol(host, page, "Laptop");
      for (let n = 0; n < 2; n++) {
        await signOut(page);
        await askForPasskey(page);
        await press(page, words.answer);
        expect(await heading(page)).to.equal(guarded);
      }
      await device.turnBack(1);
      await signOut(page);
      await askForPasskey(page);
      await press(page, words.answer);
      expect(await problem(page)).to.include(words.ERR_MFA_CODE);
      expect(host.events.at(-1)?.event).to.include({ type: "copied", strategy: "passkey" });
      await device.turnBack(20);
      await press(page, words.answer);
      expect(await heading(page)).to.equal(guarded);
    }),
  );

  it(
    "is nobody else's: it is not asked for in their sign-in, and not taken where it answers all the same",
    walk({ options: onlyWithPassword }, async ({ host, open }) => {
      const page = await open();
      const hers = await plugIn(page);
      await enrol(host, page, "Laptop");
      await host.addOperator("erik");
      const browser = host.browser();
      await signInByScript(host, browser, "erik");
      const software = deviceAt(host);
      await enrolPasskey(browser, software);
      const other = host.browser();
      await other.post("/mfa/sign-in", { username: "erik", password: operatorPassword });
      const asked = await startPasskey(other);
      expect(asked.allowCredentials?.map(({ id }) => id)).to.deep.equal([software.id]);
      // Erik's sign-in, Anna's device: no page of ours asks like that.
      const response = await getByHand(page, { ...asked, allowCredentials: [] });
      const refused = await other.post("/mfa/challenge/passkey/verify", { response });
      expect(refused.json()).to.include({ code: "ERR_MFA_CODE" });
      expect(await hers.held()).to.equal(1);
    }),
  );

  it(
    "is of no use to a page of another origin, nor a second time",
    walk({ options: withPasskeys() }, async ({ host, open }) => {
      const page = await open();
      await plugIn(page);
      await enrol(host, page, "Laptop");
      const evil = createServer((_req, res) =>
        res.setHeader("Content-Type", "text/html").end("<title>evil</title>"),
      );
      await new Promise<void>((resolve) => evil.listen(0, "127.0.0.1", resolve));
      try {
        // The same domain to WebAuthn, another port: all that a phishing page could ever get signed.
        await page.goto(`http://localhost:${(evil.address() as AddressInfo).port}/`);
        const offer = await offered(host.browser());
        const stolen = await getByHand(page, offer?.data.options);
        const sent = { ticket: offer?.ticket, response: stolen };
        const answer = await host.browser().post("/mfa/sign-in/passkey", sent);
        expect(answer.json()).to.include({ code: "ERR_MFA_CODE" });
      } finally {
        evil.closeAllConnections();
        evil.close();
      }
      await signOut(page);
      const posted = page.waitForRequest((request) => request.method() === "POST");
      await page.goto("/mfa/");
      const body = new URLSearchParams((await posted).postData() ?? "");
      await page.getByRole("heading", { name: en.signedIn.title }).waitFor();
      const again = { ticket: body.get("ticket"), response: body.get("response") };
      const answer = await host.browser().post("/mfa/sign-in/passkey", again);
      expect(answer.json()).to.deep.include({ status: 401 });
    }),
  );

  it(
    "says plainly, where no script runs, that it takes one, and offers the other ways",
    walk({ options: withPasskeys() }, async ({ host, open }) => {
      const page = await open();
      await plugIn(page);
      await enrol(host, page, "Laptop");
      const plain = await open({ javaScript: false });
      await plain.goto("/app");
      expect(await button(plain, words.passwordless).isVisible()).to.equal(false);
      await typePassword(plain);
      if ((await heading(plain)) === en.purpose["sign-in"].choose) await choose(plain, words.name);
      expect(await card(plain)).to.include(words.noScript);
      expect(await button(plain, words.answer).isVisible()).to.equal(false);
      await choose(plain, "Code by e-mail");
      expect(await plain.locator("input[name=code]").isVisible()).to.equal(true);
    }),
  );
});

/** A signature for a challenge that was stolen from elsewhere. */
function getByHand(page: Page, options: unknown): Promise<string> {
  return page.evaluate(async (given) => {
    const read = (
      globalThis as never as { PublicKeyCredential: { parseRequestOptionsFromJSON(o: unknown): never } }
    ).PublicKeyCredential;
    const publicKey = read.parseRequestOptionsFromJSON(given);
    const found = await navigator.credentials.get({ publicKey });
    return JSON.stringify((found as never as { toJSON(): unknown }).toJSON());
  }, options as never);
}
