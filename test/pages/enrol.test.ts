import { expect } from "chai";
import { renderPage } from "../../lib/pages/index.js";
import { formsOf, tagsOf, textOf } from "./html.js";
import { contextWith, strategies, views } from "./samples.js";

const forms = (html: string) => formsOf(html).map(({ action, button }) => [action, button]);
const giveUp = ["/mfa/sign-out", "Cancel and sign out"];

describe("enrol page", () => {
  it("offers what can be set up", () => {
    const html = renderPage(views["enrol, which one"], contextWith());
    expect(forms(html)).deep.equal([["/mfa/enrol/totp", "Set up: Authenticator app"], giveUp]);
  });

  it("says so where there is nothing to set up", () => {
    const html = renderPage({ ...views["enrol, which one"], strategies: [] }, contextWith());
    expect(html).include("ask a system engineer");
    expect(forms(html)).deep.equal([giveUp]);
  });

  it("names what must be confirmed first, and starts it", () => {
    const html = renderPage(views["enrol, confirm first"], contextWith());
    expect(forms(html)).deep.equal([["/mfa/challenge/email-otp", "Send me a code"], giveUp]);
  });

  it("says that an engineer has to give a code where there is nothing to confirm with", () => {
    const html = renderPage(views["enrol, an engineer's code first"], contextWith());
    expect(html).include("handover code");
    expect(forms(html)).deep.equal([giveUp]);
  });

  it("shows picture, key in groups, what to do, and the field for the first code", () => {
    const html = renderPage(views["enrol, under way"], contextWith());
    const [image] = tagsOf(html, "img");
    expect(image?.attributes.src).match(/^data:image\/png/);
    expect(image?.attributes.alt).include("QR code");
    expect(textOf(html, "copy")).equal("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP");
    expect(html).include("Scan the picture");
    const [form] = formsOf(html);
    expect(form?.action).equal("/mfa/enrol/totp/verify");
    expect(form?.fields).property("code");
  });

  it("leaves a text that is no key as it is", () => {
    const view = views["enrol, under way"];
    const text = { label: "key", value: "https://net2.example.com/a" };
    const html = renderPage({ ...view, enrolment: { ...view.enrolment, text } }, contextWith());
    expect(textOf(html, "copy")).equal(text.value);
  });

  it("asks for the fields of the enrolment where they differ from the strategy's own", () => {
    const totp = strategies.get("totp");
    if (totp?.enrol === undefined) throw new Error("no totp");
    const [code] = totp.fields;
    if (code === undefined) throw new Error("no field");
    const enrol = { ...totp.enrol, fields: [code, { ...code, name: "next" }] };
    const html = renderPage(
      views["enrol, under way"],
      contextWith({ strategies: new Map([["totp", { ...totp, enrol }]]) }),
    );
    expect(Object.keys(formsOf(html)[0]?.fields ?? {})).include.members(["code", "next"]);
  });

  it("goes back to a session without ending it", () => {
    const html = renderPage(views["enrol, which one"], contextWith({ signedIn: true }));
    expect(forms(html)).not.deep.include(giveUp);
    expect(tagsOf(html, "a").map(({ attributes }) => attributes.href)).deep.equal(["/mfa/"]);
  });
});
