import { expect } from "chai";
import { en, sv } from "../../lib/locales/index.js";
import { type Host, startHost } from "../support/harness.js";
import { formTo, mailOf, signInByMail, signInByScript, typePassword } from "../support/steps.js";

const swedish = { headers: { "Accept-Language": "sv-SE,sv;q=0.9,en;q=0.8" } };

describe("the reader's language", () => {
  let host: Host;
  beforeEach(async () => {
    host = await startHost();
    await host.addOperator("anna");
  });
  afterEach(() => host.close());

  it("is what the browser asks for, on pages, on pages that tell a problem, and in mails", async () => {
    const browser = host.browser({ headers: swedish.headers });
    const page = await browser.open("/mfa/");
    expect(page.words).to.include(sv.signIn.submit).and.include("Användarnamn");
    expect(page.text).to.include('<html lang="sv-SE">');
    expect(page.headers.vary).to.include("Accept-Language");
    expect((await browser.open("/mfa/nothing")).words).to.include(sv.problems.ERR_MFA_NOT_FOUND);
    const code = await typePassword(browser, "anna");
    expect(code.words).to.include("Kontrollera din e-post").and.include("Den gäller i 10 minuter.");
    const [mail] = host.smtp.mailsTo(mailOf("anna"));
    expect(mail?.subject).to.match(/^\d{6} är din autentiseringskod för Net2$/);
    expect(mail?.text)
      .to.include("Hej anna,")
      .and.include("Begärd: ")
      .and.match(/Från: .*127\.0\.0\.1/);
  });

  it("is English where the browser asks for none of ours", async () => {
    const browser = host.browser({ headers: { "Accept-Language": "fi,de;q=0.5" } });
    const page = await browser.open("/mfa/");
    expect(page.words).to.include(en.signIn.submit);
    expect(page.text).to.include('<html lang="en">');
  });

  it("is read from the beginning of what the browser says: a header of 14 KB costs nothing", async () => {
    const words = async (accepted: string) =>
      (await host.browser({ headers: { "Accept-Language": accepted } }).open("/mfa/")).words;
    expect(await words(`${"x,".repeat(90)}sv`)).to.include(sv.signIn.submit);
    expect(await words(`${"x,".repeat(7000)}sv`)).to.include(en.signIn.submit);
  });

  it("is the operator's own setting before the browser's, once it is known who reads", async () => {
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    const card = await browser.open("/mfa/card");
    const after = await browser.submit(card, formTo(card, "/card/language"), { language: "sv" });
    expect(after.words).to.include(sv.card.title);
    expect(after.url.pathname).to.equal("/mfa/card");
    expect((await browser.open("/mfa/nothing")).words).to.include(sv.problems.ERR_MFA_NOT_FOUND);
    const elsewhere = host.browser();
    host.clock.advance(60_000);
    await signInByMail(host, elsewhere, "anna");
    expect(host.smtp.mailsTo(mailOf("anna")).at(-1)?.subject).to.include("autentiseringskod");
    expect((await elsewhere.open("/mfa/card")).words).to.include(sv.card.title);
  });

  it("goes back to what the browser says when the setting is taken away", async () => {
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    await browser.post("/mfa/card/language", { language: "sv" });
    expect((await browser.get("/mfa/card")).json()).to.deep.include({ languages: ["en", "sv"] });
    expect((await browser.get("/mfa/card")).json().operator).to.include({ language: "sv" });
    await browser.post("/mfa/card/language", { language: "" });
    expect((await browser.get("/mfa/card")).json().operator).to.not.have.property("language");
    expect((await browser.open("/mfa/card")).words).to.include(en.card.title);
  });

  it("is one of those that are there: anything else is refused and changes nothing", async () => {
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    for (const language of ["de", "sv-SE", "x".repeat(36), 7, null, ["sv"], undefined]) {
      const answer = await browser.post("/mfa/card/language", { language });
      expect(answer.status, String(language)).to.equal(422);
      expect(answer.json().errors).to.have.property("language");
    }
    expect((await browser.get("/mfa/card")).json().operator).to.not.have.property("language");
    expect((await host.browser().post("/mfa/card/language", { language: "sv" })).status).to.equal(401);
  });

  it("lets nobody put words into a mail: what says it is a browser or an address must be one", async () => {
    const browser = host.browser({
      headers: {
        "User-Agent": "Call 555-0100 now/1.0 (https://evil.example) Evil/7",
        "X-Forwarded-For": "::1% call 555-0100 now",
      },
    });
    await typePassword(browser, "anna");
    const [mail] = host.smtp.mailsTo(mailOf("anna"));
    expect(mail?.raw).to.not.match(/555-0100|evil/i);
    expect(mail?.text).to.match(/From: (::ffff:)?127\.0\.0\.1/);
  });
});
