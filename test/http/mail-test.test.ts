import { expect } from "chai";
import { en, sv } from "../../lib/locales/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, startHost } from "../support/harness.js";
import { formTo, mailOf, signInByScript } from "../support/steps.js";

describe("the test mail under Options → Security", () => {
  let host: Host;
  let engineer: Browser;
  beforeEach(async () => {
    host = await startHost();
    await host.addOperator("ella", { role: "engineer" });
    engineer = host.browser();
    await signInByScript(host, engineer, "ella");
  });
  afterEach(() => host.close());

  it("comes to the engineer who asks for it, in their language", async () => {
    await engineer.post("/mfa/card/language", { language: "sv" });
    const page = await engineer.open("/mfa/settings");
    const sent = await engineer.submit(page, formTo(page, "/settings/mail"));
    expect(sent.words).to.include(sv.done.mail);
    const mail = host.smtp.mailsTo(mailOf("ella")).at(-1);
    expect(mail?.subject).to.equal("Testmeddelande från Net2");
    expect(mail?.text).to.include("Hej ella,").and.include(sv.settings.mail.body);
  });

  it("says what the mail server answered where it does not go", async () => {
    await host.smtp.close();
    const answer = await engineer.post("/mfa/settings/mail");
    expect(answer.status).to.equal(502);
    expect(answer.json()).to.deep.include({ code: "ERR_MFA_MAIL_TEST", state: "settings" });
    expect(answer.json().mailAnswer).to.be.a("string").that.is.not.empty;
    const page = await engineer.open("/mfa/settings");
    const shown = await engineer.submit(page, formTo(page, "/settings/mail"));
    expect(shown.words)
      .to.include(en.problems.ERR_MFA_MAIL_TEST)
      .and.include(String(answer.json().mailAnswer));
  });

  it("goes to nobody else, whatever is asked, and at nobody else's word", async () => {
    const before = host.smtp.mails.length;
    await engineer.post("/mfa/settings/mail", { to: "evil@net2.example", email: "evil@net2.example" });
    expect(host.smtp.mails.slice(before).flatMap(({ to }) => to)).to.deep.equal([mailOf("ella")]);
    await host.addOperator("anna");
    host.clock.advance(60_000);
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    expect((await anna.post("/mfa/settings/mail")).json().code).to.equal("ERR_MFA_FORBIDDEN");
  });

  it("is limited, as codes are: one in 30 s, five an hour", async () => {
    host.clock.advance(31_000);
    const before = host.smtp.mails.length;
    const ask = () => engineer.post("/mfa/settings/mail");
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    expect(answers.filter(({ status }) => status === 429)).to.have.length(19);
    for (let time = 0; time < 10; time += 1) {
      host.clock.advance(31_000);
      await ask();
    }
    expect(host.smtp.mails.length - before).to.equal(5);
  });

  it("is offered only to who has an address", async () => {
    await host.close();
    host = await startHost({ mode: "off" });
    await host.addOperator("ella", { role: "engineer", email: undefined });
    engineer = host.browser();
    const page = await engineer.open("/mfa/settings");
    await engineer.submit(page, formTo(page, "/sign-in"), {
      username: "ella",
      password: "correct horse battery",
    });
    expect((await engineer.open("/mfa/settings")).words).to.include(en.settings.mail.noAddress);
    expect((await engineer.post("/mfa/settings/mail")).status).to.equal(422);
  });
});
