import { expect } from "chai";
import type { Notice } from "../../lib/contract/index.js";
import { createLanguages } from "../../lib/locales/index.js";
import { renderPage } from "../../lib/pages/index.js";
import { formsOf, tagsOf, textOf, textsOf } from "./html.js";
import { contextWith, strategies, views } from "./samples.js";

const show = (notice?: Notice) => renderPage(views["sign-in"], contextWith(notice && { notice }));
const input = (html: string, name: string) =>
  tagsOf(html, "input").find(({ attributes }) => attributes.name === name)?.attributes ?? {};

describe("sign-in page", () => {
  it("asks for name and password, as password managers expect", () => {
    const [form] = formsOf(show());
    expect(form?.action).equal("/mfa/sign-in");
    expect(
      form?.inputs.map(({ attributes: { name, type, autocomplete } }) => [name, type, autocomplete]),
    ).deep.equal([
      ["_csrf", "hidden", undefined],
      ["returnTo", "hidden", undefined],
      ["username", "text", "username"],
      ["password", "password", "current-password"],
    ]);
  });

  it("does not ask for the name twice where the strategy asks for it itself", () => {
    const own = { name: "username", label: "who", type: "text", autocomplete: "username" } as const;
    const password = strategies.get("password");
    if (password === undefined) throw new Error("no password");
    const named = {
      ...password,
      fields: [own, ...password.fields],
      messages: { en: { ...password.messages.en, who: "Staff number" } },
    };
    const only = new Map([["password", named]]);
    const language = createLanguages(only).choose([]);
    const html = renderPage(views["sign-in"], contextWith({ strategies: only, language }));
    expect(textsOf(html, "label")).deep.equal(["Staff number", "Password"]);
  });

  it("starts at the name; after a wrong try at the password, with the name kept", () => {
    expect(input(show(), "username")).property("autofocus");
    const html = show({ code: "ERR_MFA_CREDENTIALS", typed: { username: "anna" } });
    expect(input(html, "username")).property("value", "anna");
    expect(input(html, "password")).property("autofocus");
    expect(input(html, "username")).not.property("autofocus");
  });

  it("marks name and password alike, so that it does not tell which names exist", () => {
    const html = show({ code: "ERR_MFA_CREDENTIALS", typed: { username: "anna" } });
    for (const name of ["username", "password"]) {
      expect(input(html, name)["aria-invalid"]).equal("true");
      expect(textOf(html, input(html, name)["aria-describedby"] ?? "")).equal("Check this.");
    }
    expect(html).match(/role="alert"[^>]*><p>The user name or the password is not right/);
  });

  it("never shows a password again, whatever it is given", () => {
    const html = show({ code: "ERR_MFA_CREDENTIALS", typed: { username: "anna", password: "swordfish" } });
    expect(html).not.include("swordfish");
  });

  it("tells how long to wait in words", () => {
    expect(show({ code: "ERR_MFA_WAIT", retryAfter: 30 })).include("Try again in 30 seconds.");
    expect(show({ code: "ERR_MFA_WAIT", retryAfter: 1 })).include("Try again in 1 second.");
    expect(show({ code: "ERR_MFA_WAIT", retryAfter: 240 })).include("Try again in 4 minutes.");
    expect(show({ code: "ERR_MFA_WAIT", retryAfter: 181 })).include("Try again in 4 minutes.");
  });
});
