import { expect } from "chai";
import { createLanguages, en, sv } from "../../lib/locales/index.js";
import { renderPage } from "../../lib/pages/index.js";
import { formsOf, tagsOf, textOf, textsOf } from "./html.js";
import { contextWith, strategies, views } from "./samples.js";

const actions = (html: string) => formsOf(html).map(({ action }) => action);
const byMail = views["challenge sent"];
const byApp = views["challenge of an app"];

describe("challenge page", () => {
  it("says where the code went and how long it is good", () => {
    const html = renderPage(byMail, contextWith());
    expect(textsOf(html, "p").join(" ")).include("to a•••@net2.example. It works for 10 minutes.");
  });

  it("asks for the code in one field that phones know", () => {
    const [form] = formsOf(renderPage(byMail, contextWith()));
    expect(form?.action).equal("/mfa/challenge/email-otp/verify");
    const code = form?.inputs.find(({ attributes }) => attributes.name === "code")?.attributes;
    expect(code).include({
      autocomplete: "one-time-code",
      inputmode: "numeric",
      type: "text",
      autofocus: "",
    });
    // A browser would cut "123 456" when it is pasted.
    expect(code).not.property("maxlength");
  });

  it("offers another code, the other way, and to give up", () => {
    expect(actions(renderPage(byMail, contextWith()))).deep.equal([
      "/mfa/challenge/email-otp/verify",
      "/mfa/challenge/email-otp",
      "/mfa/challenge/totp",
      "/mfa/sign-out",
    ]);
  });

  it("says who can help where there is no other way", () => {
    const { strategies, ...view } = byMail;
    const only = { ...view, strategies: strategies.filter(({ id }) => id === view.strategy) };
    const words = (more: object) => textsOf(renderPage({ ...only, ...more }, contextWith()), "p");
    expect(words({})).include(en.challenge.lost);
    expect(words({ purpose: "step-up" })).include(en.challenge.lost);
    expect(words({ setup: { mode: "email", modes: ["email", "app"] } })).not.include(en.challenge.lost);
    expect(textsOf(renderPage(byMail, contextWith()), "p")).not.include(en.challenge.lost);
  });

  it("says from when another code can be sent", () => {
    expect(renderPage(byMail, contextWith())).include("You can ask for another code in 30 seconds.");
    const now = { ...byMail, sent: { ...byMail.sent, again: 0 } };
    expect(renderPage(now, contextWith())).not.include("You can ask for another code");
  });

  it("shows the button that starts it, and no field, while nothing was sent", () => {
    const [start] = formsOf(renderPage(views["challenge to be started"], contextWith()));
    expect(start).include({ action: "/mfa/challenge/email-otp", button: "Send me a code" });
    expect(start?.fields).not.property("code");
  });

  it("offers no other code where none is sent", () => {
    expect(actions(renderPage(byApp, contextWith()))).not.include("/mfa/challenge/totp");
  });

  it("offers to trust the browser only where the policy does, and does not tick it", () => {
    const tick = (html: string) =>
      tagsOf(html, "input").find(({ attributes }) => attributes.name === "trust")?.attributes;
    const html = renderPage(byMail, contextWith());
    expect(tick(html)).include({ type: "checkbox", value: "true" });
    expect(tick(html)).not.property("checked");
    expect(textsOf(html, "label")).include("Trust this browser for 30 days");
    expect(tick(renderPage({ ...byMail, trustDays: 0 }, contextWith()))).equal(undefined);
    expect(renderPage({ ...byMail, trustDays: 1 }, contextWith())).include("for 1 day<");
  });

  it("ties what is wrong to the field, and never shows the code again", () => {
    const html = renderPage(
      byMail,
      contextWith({ notice: { code: "ERR_MFA_CODE", typed: { code: "123456" } } }),
    );
    const code = tagsOf(html, "input").find(({ attributes }) => attributes.name === "code")?.attributes;
    expect(code?.["aria-invalid"]).equal("true");
    expect(textOf(html, code?.["aria-describedby"] ?? "")).equal("Not right.");
    expect(html).include('role="alert"');
    expect(html).not.include("123456");
  });

  it("keeps hint and error of a field both tied to it", () => {
    const html = renderPage(byApp, contextWith({ notice: { code: "ERR_MFA_CODE_USED" } }));
    const code = tagsOf(html, "input").find(({ attributes }) => attributes.name === "code")?.attributes;
    const notes = code?.["aria-describedby"]?.split(" ").map((id) => textOf(html, id));
    expect(notes).deep.equal([
      "Used already.",
      "Six digits. The app makes a new code every 30 seconds.",
      en.challenge.bySelf,
    ]);
  });

  it("says that a session has to confirm, carries that on, and goes back without ending it", () => {
    const html = renderPage(byApp, contextWith({ carried: { need: "fresh", anyOf: "totp" } }));
    expect(textsOf(html, "h1")).deep.equal(["Confirm that it is you"]);
    expect(html).include("Signed in as Anna Lind");
    for (const { fields } of formsOf(html)) expect(fields).include({ need: "fresh", anyOf: "totp" });
    expect(actions(html)).not.include("/mfa/sign-out");
    expect(tagsOf(html, "a").map(({ attributes }) => attributes.href)).deep.equal(["/mfa/"]);
  });

  it("stays a step-up on the next page, whatever else is carried", () => {
    for (const { fields } of formsOf(renderPage(byApp, contextWith()))) expect(fields.need).equal("fresh");
    for (const { fields } of formsOf(renderPage(byMail, contextWith()))) expect(fields).not.property("need");
  });

  it("is headed by the strategy's own words in a sign-in, else by what it is for", () => {
    const messages = { en: { name: "Code by e-mail", prompt: "Enter it.", title: "Check your e-mail" } };
    const language = createLanguages(new Map([["email-otp", { id: "email-otp", messages }]])).choose([]);
    const headings = (["sign-in", "step-up"] as const).map((purpose) =>
      textsOf(renderPage({ ...byMail, purpose }, contextWith({ language })), "h1").join(),
    );
    expect(headings).deep.equal(["Check your e-mail", "Confirm that it is you"]);
    expect(renderPage(views["challenge to be started"], contextWith())).include("nobody else can add a way");
  });
});

describe("choose page", () => {
  it("starts what is there and sets up what is not, the preferred one first", () => {
    const html = renderPage(views.choose, contextWith());
    expect(actions(html)).deep.equal(["/mfa/challenge/totp", "/mfa/challenge/email-otp", "/mfa/sign-out"]);
    const some = formsOf(renderPage(views["choose, one to be set up"], contextWith()));
    expect(some.map(({ action, button }) => [action, button])).deep.equal([
      ["/mfa/challenge/email-otp", "Code by e-mail"],
      ["/mfa/enrol/totp", "Set up: Authenticator app"],
    ]);
  });

  it("offers nothing that can be neither used nor set up", () => {
    const view = {
      ...views.choose,
      strategies: [{ id: "totp", enrolled: false, starts: false, enrollable: false }],
    };
    expect(actions(renderPage(view, contextWith()))).deep.equal(["/mfa/sign-out"]);
  });

  it("takes the words of a strategy in the page's language, else in English", () => {
    const totp = strategies.get("totp");
    if (totp === undefined) throw new Error("no totp");
    const messages = { ...totp.messages, sv: { name: "Autentiseringsapp", prompt: "Ange koden." } };
    const language = createLanguages(new Map([...strategies, ["totp", { ...totp, messages }] as const]));
    const html = renderPage(views.choose, contextWith({ language: language.choose(["sv-SE"]) }));
    expect(textsOf(html, "button").slice(0, 2)).deep.equal(["Autentiseringsapp", "Code by e-mail"]);
    expect(textsOf(html, "h1")).deep.equal([sv.purpose["sign-in"].choose]);
  });
});
