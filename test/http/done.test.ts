import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { formTo, signInByScript } from "../support/steps.js";

describe("what went well", () => {
  before(needs("oathtool"));
  let host: Host;
  beforeEach(async () => {
    host = await startHost({ mode: "either" });
    await host.addOperator("anna");
  });
  afterEach(() => host.close());

  it("is said on the page that comes after it", async () => {
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    const card = await browser.open("/mfa/card");
    expect(card.text).to.not.include('role="status"');
    const language = await browser.submit(card, formTo(card, "/card/language"), { language: "en" });
    expect(language.words).to.include(en.done.language);
    const password = await browser.submit(language, formTo(language, "/card/password"), {
      password: `${operatorPassword} new`,
    });
    expect(password.words).to.include(en.done.password);
    const enrol = await browser.submit(password, formTo(password, "/enrol/totp"));
    const [, key = ""] = /<textarea[^>]*>\s*([A-Z2-7 ]+)/.exec(enrol.text) ?? [];
    const enrolled = await browser.submit(enrol, formTo(enrol, "/enrol/totp/verify"), {
      code: oathtool(key.replaceAll(" ", ""), host.clock.now()),
    });
    expect(enrolled.words).to.include(en.done.enrolled);
    const out = await browser.submit(enrolled, formTo(enrolled, "/sign-out"));
    expect(out.words).to.include(en.done["signed-out"]);
  });

  it("is not said of what went wrong, and a link can say nothing else", async () => {
    const browser = host.browser();
    const page = await browser.open("/mfa/?done=signed-out");
    expect(page.text).to.include('role="status"');
    for (const done of ["", "x", "__proto__", "toString", "<b>", "enrolled,password"]) {
      expect((await browser.open(`/mfa/?done=${encodeURIComponent(done)}`)).text).to.not.include(
        'role="status"',
      );
    }
    const wrong = await browser.submit(page, formTo(page, "/sign-in"), { username: "anna", password: "no" });
    expect(wrong.text).to.not.include('role="status"');
  });
});
