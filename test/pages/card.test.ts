import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { renderPage } from "../../lib/pages/index.js";
import { formsOf, tagsOf, textOf, textsOf } from "./html.js";
import { contextWith, views } from "./samples.js";

const stale = renderPage(views.card, contextWith());
const fresh = renderPage(views["card, fresh"], contextWith());
const hrefs = (html: string) => tagsOf(html, "a").map(({ attributes }) => attributes.href);
const confirm = "/mfa/?need=fresh&returnTo=%2Fmfa%2Fcard";

describe("card page", () => {
  it("shows whose it is, the ways to sign in, sessions and browsers", () => {
    for (const text of [
      "anna@net2.example",
      "Operator",
      "Authenticator app",
      "Firefox on Linux",
      "192.0.2.7",
      "App",
    ]) {
      expect(stale).include(text);
    }
    expect(stale).include("Set up on Jan 5, 2026");
    expect(stale).include("Trusted until Feb 4, 2026");
    expect(fresh).include("None.");
  });

  it("says of sessions, and of browsers where there are any, what they are", () => {
    expect(stale).include(en.card.sessionsHint).and.include(en.card.browsersHint);
    expect(fresh).include(en.card.noBrowsers).and.not.include("Signed out or not.");
  });

  it("says which session is the one that looks", () => {
    expect(textsOf(stale, "small")).deep.equal(["this one", "this one"]);
  });

  it("lists the one that looks first, then what was used last", () => {
    const of = (address: string, used: number, current = false) =>
      ({ id: "s", client: "browser", address, since: 0, used, current }) as const;
    const sessions = [of("192.0.2.1", 1), of("192.0.2.2", 3), of("192.0.2.3", 2, true)];
    const html = renderPage({ ...views.card, sessions, browsers: [] }, contextWith());
    expect(html.match(/(?<=Address )[\d.]+/g)).deep.equal(["192.0.2.3", "192.0.2.2", "192.0.2.1"]);
  });

  it("shows no picture and no form for a password before a fresh proof, but the way to one", () => {
    expect(tagsOf(stale, "img")).empty;
    expect(formsOf(stale).map(({ action }) => action)).deep.equal([
      "/mfa/enrol/recovery-code",
      "/mfa/card/preferred",
      "/mfa/card/language",
      "/mfa/card/sessions/s2/end",
      "/mfa/sign-out",
      "/mfa/sign-out",
    ]);
    expect(hrefs(stale)).deep.equal([confirm, confirm, confirm]);
  });

  it("leads to the strategy that guards them, whatever the policy accepts", () => {
    const html = renderPage({ ...views.card, confirm: "totp" }, contextWith());
    const guarded = "/mfa/?need=fresh&anyOf=totp&returnTo=%2Fmfa%2Fcard";
    expect(hrefs(html)).deep.equal([guarded, guarded, guarded]);
  });

  it("shows both after it", () => {
    expect(tagsOf(fresh, "img").map(({ attributes }) => attributes.src)).deep.equal(["/mfa/card/totp.png"]);
    expect(hrefs(fresh)).not.include(confirm);
    const form = formsOf(fresh).find(({ action }) => action === "/mfa/card/password");
    const typed = form?.inputs.find(({ attributes }) => attributes.name === "password")?.attributes;
    expect(typed).include({ type: "password", autocomplete: "new-password" });
    expect(typed).not.property("autofocus");
  });

  it("tells a password manager whose password it is, without sending the name", () => {
    const form = formsOf(fresh).find(({ action }) => action === "/mfa/card/password");
    const name = form?.inputs.find(({ attributes }) => attributes.autocomplete === "username")?.attributes;
    expect(name).include({ value: "erik", hidden: "" });
    expect(name).not.property("name");
  });

  it("sets up what is missing and comes back", () => {
    const form = formsOf(fresh).find(({ action }) => action === "/mfa/enrol/email-otp");
    expect(form?.fields.returnTo).equal("/mfa/card");
  });

  it("ties what is wrong with a new password to its field, in the strategy's words", () => {
    const notice = { code: "ERR_MFA_INPUT", errors: { password: "short" } };
    const html = renderPage(views["card, fresh"], contextWith({ notice }));
    const typed = tagsOf(html, "input").find(({ attributes }) => attributes.name === "password")?.attributes;
    expect(typed).include({ "aria-invalid": "true", autofocus: "" });
    const [error = ""] = typed?.["aria-describedby"]?.split(" ") ?? [];
    expect(textOf(html, error)).equal("Too short.");
  });

  it("signs out here, or everywhere", () => {
    const outs = formsOf(stale).filter(({ action }) => action === "/mfa/sign-out");
    expect(outs.map(({ fields }) => fields.everywhere)).deep.equal([undefined, "true"]);
  });

  it("asks for a new password where a stranger seems to know it", () => {
    expect(stale).not.include("Somebody else");
    expect(fresh).include("Somebody else seems to know your password");
    expect(hrefs(fresh)).include("/mfa/card#password");
  });
});

describe("signed-in page", () => {
  it("goes on to where the person was going, shows the card, and signs out", () => {
    const html = renderPage(views["signed-in"], contextWith());
    expect(hrefs(html)).deep.equal(["/net2/doors", "/mfa/card"]);
    expect(formsOf(html).map(({ action }) => action)).deep.equal(["/mfa/sign-out"]);
  });

  it("leads whoever was going nowhere to the host's own pages, by a button", () => {
    const { returnTo: _, ...view } = views["signed-in"];
    const html = renderPage(view, contextWith({ home: "/net2", signedIn: true }));
    expect(html).include('<a class="button main" href="/net2">Go to Net2</a>');
    expect(hrefs(renderPage(view, contextWith()))).deep.equal(["/mfa/card"]);
  });

  it("warns where a stranger seems to know the password", () => {
    const html = renderPage(views["signed-in, password known to a stranger"], contextWith());
    expect(hrefs(html)).include("/mfa/card#password");
  });
});
