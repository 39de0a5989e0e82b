import type { Locator, Page } from "playwright-core";
import { days, en, fillIn } from "../../lib/locales/index.js";
import { messages as emailMessages } from "../../strategies/email-otp/messages.js";
import { messages as passwordMessages } from "../../strategies/password/messages.js";
import { messages as totpMessages } from "../../strategies/totp/messages.js";
import { type Host, operatorPassword } from "../support/harness.js";
import { oathtool } from "../support/oathtool.js";
import { mailOf } from "../support/steps.js";
import { zbarimg } from "../support/zbarimg.js";

export const mail = emailMessages.en;
export const app = totpMessages.en;
export const passwordWords = passwordMessages.en;

/** What the pages that the host guards are headed by. */
export const guarded = "a guarded page";
export const fresh = "a fresh page";

export async function text(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? "";
}

export function heading(page: Page): Promise<string> {
  return text(page.getByRole("heading", { level: 1 }));
}

export function button(page: Page, name: string): Locator {
  return page.getByRole("button", { name, exact: true });
}

export function field(page: Page, label: string): Locator {
  return page.getByLabel(label, { exact: true });
}

/** What went wrong, in the words of the page. */
export function problem(page: Page): Promise<string> {
  return text(page.getByRole("alert"));
}

/** Does what leads away from the page, and waits until the next one is there. */
export async function leave(page: Page, act: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent("framenavigated"), act()]);
  await page.waitForLoadState();
}

export function press(page: Page, name: string): Promise<void> {
  return leave(page, () => button(page, name).click());
}

/** A button that says more than its name. */
export function choose(page: Page, name: string): Promise<void> {
  return leave(page, () => page.getByRole("button", { name }).click());
}

export async function typePassword(
  page: Page,
  { username = "anna", password = operatorPassword } = {},
): Promise<void> {
  await field(page, en.signIn.username).fill(username);
  await field(page, passwordWords.password).fill(password);
  await press(page, en.signIn.submit);
}

/** Types a code; where the page says that it goes on by itself, it is left to do so. */
export async function typeCode(
  page: Page,
  label: string,
  code: string,
  submit: string = en.challenge.submit,
): Promise<void> {
  const bySelf = await page.getByText(en.challenge.bySelf).isVisible();
  await leave(page, async () => {
    await field(page, label).fill(code);
    if (!bySelf) await button(page, submit).click();
  });
}

export function typeMailCode(host: Host, page: Page): Promise<void> {
  return typeCode(page, mail.code, host.smtp.lastCode(mailOf("anna")));
}

/** The whole sign-in, where codes come by e-mail. */
export async function signIn(host: Host, page: Page, path = "/app"): Promise<void> {
  await page.goto(path);
  await typePassword(page);
  if ((await heading(page)) === en.purpose["sign-in"].choose) await choose(page, mail.name);
  await typeMailCode(host, page);
}

/** Takes the app as the way to sign in, or to set up, where there is something to choose. */
export async function takeApp(page: Page): Promise<void> {
  if ((await field(page, app.code).count()) === 0) await choose(page, app.name);
}

/** Opens a part of the page that is folded. */
export function unfold(page: Page, title: string): Promise<void> {
  return page.locator("summary").filter({ hasText: title }).click();
}

/** From a page that was too old for what was asked, on to where it leads. */
export async function goOn(page: Page): Promise<void> {
  const link = page.getByRole("link", { name: en.message.goOn });
  if ((await link.count()) === 1) await leave(page, () => link.click());
}

export function trustBox(page: Page, count: number): Locator {
  const label = fillIn(en.challenge.trust, { time: days("en-GB", count) });
  return page.getByRole("checkbox", { name: label });
}

/** Scans what stands on the page, as a phone does, and types the first code; what was scanned. */
export async function scanAndFinish(host: Host, page: Page): Promise<string> {
  const uri = zbarimg(await page.screenshot({ fullPage: true }));
  await typeCode(page, app.code, oathtool(uri, host.clock.now()), en.enrol.submit);
  return uri;
}
