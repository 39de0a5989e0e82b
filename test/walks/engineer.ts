import type { Page } from "playwright-core";
import { en } from "../../lib/locales/index.js";
import {
  choose,
  field,
  heading,
  leave,
  mail,
  passwordWords,
  press,
  typeCode,
  typePassword,
} from "../browser/pages.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword } from "../support/harness.js";
import { mailOf } from "../support/steps.js";

/** What the system engineer of the walks does again and again, by hand and by JSON. */

export const ella = { username: "ella", password: operatorPassword, email: mailOf("ella") };

/** The first page of a new system, filled in as far as both choices have it. */
export async function fillSetup(host: Host, page: Page): Promise<void> {
  await page.goto("/mfa/setup");
  await field(page, en.setup.code).fill(host.setups.at(-1)?.code ?? "");
  await field(page, en.signIn.username).fill(ella.username);
  await field(page, en.setup.email).fill(ella.email);
  await field(page, passwordWords.newPassword).fill(ella.password);
}

export function setupBody(host: Host, more: object): object {
  return { setupCode: host.setups.at(-1)?.code, ...ella, acknowledge: true, ...more };
}

/** Signs the engineer in, on Options → Security, with a proof that is fresh. */
export async function openSettings(host: Host, page: Page): Promise<void> {
  await page.goto("/mfa/settings");
  await typePassword(page, ella);
  if ((await heading(page)) === en.purpose["sign-in"].choose) await choose(page, mail.name);
  if ((await heading(page)) !== en.settings.title)
    await typeCode(page, mail.code, host.smtp.lastCode(ella.email));
  const confirm = page.getByRole("link", { name: en.settings.confirm });
  if ((await confirm.count()) === 0) return;
  await leave(page, () => confirm.click());
  await press(page, mail.start);
  await typeCode(page, mail.code, host.smtp.lastCode(ella.email));
}

/** Picks a mode and saves it. */
export async function saveMode(page: Page, mode: keyof typeof en.settings.modes): Promise<void> {
  await page.getByRole("radio", { name: en.settings.modes[mode], exact: true }).check();
  await press(page, en.settings.save);
}

/** A proof by mail: to sign in after the password, or to be fresh. */
export async function proveByMail(host: Host, browser: Browser, address = ella.email): Promise<void> {
  await browser.post("/mfa/challenge/email-otp");
  await browser.post("/mfa/challenge/email-otp/verify", { code: host.smtp.lastCode(address) });
}

/** The policy as JSON says it, with what a change has to send back. */
export async function changePolicy(browser: Browser, more: object) {
  const { policy } = (await browser.get("/mfa/settings")).json() as { policy: { version: number } };
  return browser.post("/mfa/settings", { reauthDays: 0, version: policy.version, ...more });
}
