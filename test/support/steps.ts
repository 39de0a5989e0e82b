import type { Browser, Page } from "./browser.js";
import type { Form } from "./forms.js";
import { type Host, operatorPassword } from "./harness.js";
import type { Answer } from "./http.js";
import { oathtool } from "./oathtool.js";

/** What people do again and again. */

export function mailOf(username: string): string {
  return `${username}@net2.example`;
}

/** The form of a page that posts to this path below the mount. */
export function formTo(page: Page, path: string): Form | undefined {
  return page.forms.find(({ action }) => action === `/mfa${path}`);
}

/** User name and password, typed into the page that `path` leads to. */
export async function typePassword(browser: Browser, username: string, path = "/mfa/"): Promise<Page> {
  const page = await browser.open(path);
  return browser.submit(page, formTo(page, "/sign-in"), { username, password: operatorPassword });
}

/** The whole sign-in on pages, with the code from the mail. */
export async function signInByMail(
  host: Host,
  browser: Browser,
  username: string,
  { path = "/mfa/", trust = false }: { readonly path?: string; readonly trust?: boolean } = {},
): Promise<Page> {
  const page = await typePassword(browser, username, path);
  return browser.submit(page, formTo(page, "/challenge/email-otp/verify"), {
    code: host.smtp.lastCode(mailOf(username)),
    ...(trust && { trust: "true" }),
  });
}

/** The same as a script of the page does it, without a page. */
export async function signInByScript(host: Host, browser: Browser, username: string): Promise<Answer> {
  await browser.post("/mfa/sign-in", { username, password: operatorPassword });
  await browser.post("/mfa/challenge/email-otp");
  return browser.post("/mfa/challenge/email-otp/verify", { code: host.smtp.lastCode(mailOf(username)) });
}

/** A fresh proof by e-mail in a session. */
export async function stepUpByScript(host: Host, browser: Browser, username: string): Promise<Answer> {
  await browser.post("/mfa/challenge/email-otp");
  return browser.post("/mfa/challenge/email-otp/verify", { code: host.smtp.lastCode(mailOf(username)) });
}

/** Adds an authenticator app in a session that has a fresh proof; its secret. */
export async function enrolApp(host: Host, browser: Browser): Promise<string> {
  const begun = (await browser.post("/mfa/enrol/totp")).json();
  const secret = String(begun.secret);
  const answer = await browser.post("/mfa/enrol/totp/verify", { code: oathtool(secret, host.clock.now()) });
  if (answer.status !== 200) throw new Error(`Not enrolled: ${answer.text}`);
  return secret;
}

/** A code that is wrong, whatever the right one is. */
export function notThe(code: string): string {
  return code === "123456" ? "654321" : "123456";
}

/** An app: bearer tokens instead of cookies. */
export function createApp(host: Host, token?: string) {
  const call = (method: string, path: string, body?: unknown) =>
    host.browser().request(path, {
      method,
      headers: {
        Accept: "application/json",
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    token,
    get: (path: string) => call("GET", path),
    post: (path: string, body: unknown = {}) => call("POST", path, body),
  };
}

/** Signs an app in; its token. */
export async function signInApp(host: Host, username: string): Promise<string> {
  const first = await createApp(host).post("/mfa/sign-in", {
    username,
    password: operatorPassword,
    client: "app",
  });
  const pending = createApp(host, String(first.json().token));
  await pending.post("/mfa/challenge/email-otp");
  const code = host.smtp.lastCode(mailOf(username));
  return String((await pending.post("/mfa/challenge/email-otp/verify", { code })).json().token);
}
