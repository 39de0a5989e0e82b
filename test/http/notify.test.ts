import { expect } from "chai";
import type { Locale, Notification, NotificationType } from "../../lib/index.js";
import { fillIn } from "../../lib/kit/index.js";
import { en, sv } from "../../lib/locales/index.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { enrolApp, mailOf, notThe, signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

const strategies = [password(), emailOtp(), totp(), recoveryCode()];
const subjectOf = (type: NotificationType, language: Locale = en) =>
  fillIn(language.mails.notifications[type].subject, { issuer: "Net2" });

describe("The owner of an account is told by mail", () => {
  let host: Host;
  let anna: Browser;
  let id: string;
  before(needs("oathtool"));
  afterEach(() => host.close());

  const start = async (options: HostOptions = {}) => {
    host = await startHost({
      mode: "either",
      reauthDays: 30,
      ...options,
      options: { strategies, ...options.options },
    });
    ({ id } = await host.addOperator("anna"));
    anna = host.browser({ headers: { "User-Agent": firefox, "X-Forwarded-For": "192.0.2.7" } });
    await signInByScript(host, anna, "anna");
  };
  const firefox = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0";
  const warnings = (address = mailOf("anna")) =>
    host.smtp.mailsTo(address).filter(({ text }) => !/^\d{3} ?\d{3}$/m.test(text));
  const subjects = (address?: string) => warnings(address).map(({ subject }) => subject);
  const settled = async (count: number, address?: string) => {
    await until(() => subjects(address).length >= count, 3000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return subjects(address);
  };

  it("of each thing that they should know, once, with when, from where, and what to do", async () => {
    await start();
    expect(await settled(0), "a sign-in is nothing to write of").to.deep.equal([]);
    await enrolApp(host, anna);
    expect(await settled(1)).to.deep.equal([subjectOf("enrolled")]);
    const [mail] = warnings();
    expect(mail?.text)
      .to.include("Authenticator app")
      .and.include("Firefox on Windows, 192.0.2.7")
      .and.include(en.mails.notYou)
      .and.include("Hello anna,");
    expect(mail?.text, "no link").to.not.match(/https?:/);

    await anna.get("/mfa/card/totp.png");
    await anna.post("/mfa/card/password", { password: "another long password" });
    const codes = (await anna.post("/mfa/enrol/recovery-code")).json().codes as string[];
    await anna.post("/mfa/enrol/recovery-code/verify");
    await anna.post("/mfa/challenge/recovery-code/verify", { code: codes[0] });
    await anna.post("/mfa/card/email", { email: "anna@new.example" });
    expect((await settled(5)).slice(1)).to.have.members([
      subjectOf("picture-shown"),
      subjectOf("password-changed"),
      subjectOf("enrolled"),
      subjectOf("recovered"),
    ]);
    for (const { text, html } of warnings())
      for (const code of codes) expect(text + html).to.not.include(code);
  });

  it("of a new address at both: the old one hears of it", async () => {
    await start();
    await anna.post("/mfa/card/email", { email: "anna@new.example" });
    await anna.post("/mfa/card/email/verify", { code: host.smtp.lastCode("anna@new.example") });
    expect(await settled(1, "anna@new.example")).to.deep.equal([subjectOf("email-changed")]);
    expect(warnings().map(({ text }) => text)[0]).to.include("to your new address from now on");
    await host.mfa.operators.update(id, { email: "anna@third.example" });
    expect(await settled(1, "anna@third.example")).to.have.length(1);
    const old = warnings("anna@new.example").at(-1);
    expect(old?.text).to.include(fillIn(en.mails.oldAddress.byEngineer, { issuer: "Net2" }));
    expect(old?.text, "nothing of who did it").to.not.include("From:");
  });

  it("of a trusted browser, and of a reset", async () => {
    await start();
    const browser = host.browser();
    host.clock.advance(31_000);
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await browser.post("/mfa/challenge/email-otp");
    await browser.post("/mfa/challenge/email-otp/verify", {
      code: host.smtp.lastCode(mailOf("anna")),
      trust: true,
    });
    expect(await settled(1)).to.deep.equal([subjectOf("browser-trusted")]);
    await host.mfa.operators.reset(id);
    expect((await settled(2)).at(-1)).to.equal(subjectOf("reset"));
    expect(warnings().at(-1)?.text).to.include(en.mails.notExpected);
  });

  it("of a wrong code from a browser that is not theirs: once an hour, and not of their own slips", async () => {
    await start();
    const guess = async (browser: Browser) => {
      host.clock.advance(31_000);
      await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      await browser.post("/mfa/challenge/email-otp");
      const code = notThe(host.smtp.lastCode(mailOf("anna")));
      expect((await browser.post("/mfa/challenge/email-otp/verify", { code })).status).to.equal(401);
    };
    await guess(anna);
    expect(await settled(0)).to.deep.equal([]);
    await guess(host.browser());
    await guess(host.browser());
    expect(await settled(1)).to.deep.equal([subjectOf("code-wrong")]);
    host.clock.advance(3_600_000);
    await guess(host.browser());
    expect(await settled(2)).to.have.length(2);
  });

  it("in their language: what they chose, else what their browser said", async () => {
    await start();
    const swede = host.browser({ headers: { "Accept-Language": "sv-SE,sv;q=0.9" } });
    await host.addOperator("bo");
    await signInByScript(host, swede, "bo");
    await enrolApp(host, swede);
    expect(await settled(1, mailOf("bo"))).to.deep.equal([subjectOf("enrolled", sv)]);
    await host.mfa.operators.reset((await host.mfa.operators.find("bo"))?.id ?? "");
    expect((await settled(2, mailOf("bo"))).at(-1), "all that was signed in is gone").to.equal(
      subjectOf("reset", sv),
    );
    await anna.post("/mfa/card/language", { language: "sv" });
    await enrolApp(host, anna);
    expect(await settled(1)).to.deep.equal([subjectOf("enrolled", sv)]);
  });

  for (const mode of ["busy", "refuse", "hang", "drop"] as const) {
    it(`later, where the mail server does not take it at first: ${mode}; no sign-in waits for it`, async () => {
      await start();
      host.smtp.mode = mode;
      const begun = Date.now();
      await enrolApp(host, anna);
      expect((await anna.get("/app")).status).to.equal(200);
      expect(Date.now() - begun, "milliseconds").to.be.below(1000);
      await until(() => host.faults.length > 0, 4000);
      expect(host.faults, "told to the host, once").to.have.length(1);
      expect(subjects()).to.deep.equal([]);
      host.smtp.mode = "take";
      await until(() => subjects().length > 0, 9000);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(subjects()).to.deep.equal([subjectOf("enrolled")]);
    });
  }

  it("at once, also while somebody else's mailbox is gone", async () => {
    await start();
    host.smtp.gone.add(mailOf("bo"));
    const { id: bo } = await host.addOperator("bo");
    await host.mfa.operators.reset(bo);
    await until(() => host.faults.length > 0, 4000);
    // Its third try is eight seconds away.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await enrolApp(host, anna);
    const begun = Date.now();
    expect(await settled(1)).to.deep.equal([subjectOf("enrolled")]);
    expect(Date.now() - begun, "milliseconds").to.be.below(2000);
    expect(host.faults).to.have.length(1);
  });

  it("by the host's own channel in place of a mail, or beside it, tried again until it does not throw", async () => {
    const told: Notification[] = [];
    let broken = 2;
    let handled = true;
    await start({
      options: {
        onNotify: async (notification) => {
          if (broken-- > 0) throw new Error("the host's queue is away");
          told.push(notification);
          return handled;
        },
      },
    });
    await enrolApp(host, anna);
    await until(() => told.length > 0, 9000);
    expect(told[0]).to.deep.include({
      type: "enrolled",
      strategy: "totp",
      userAgent: firefox,
      byOther: false,
    });
    expect(told[0]?.operator).to.deep.include({ id, username: "anna", email: mailOf("anna") });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(subjects()).to.deep.equal([]);
    handled = false;
    await anna.get("/mfa/card/totp.png");
    expect(await settled(1)).to.deep.equal([subjectOf("picture-shown")]);
    expect(new Set(told.map((one) => one.id)).size).to.equal(told.length);
  });

  it("is no reason to write the record, and nothing to a protected request", async () => {
    await start();
    await enrolApp(host, anna);
    await settled(1);
    const before = await host.state();
    expect((await anna.get("/app")).status).to.equal(200);
    expect(await host.state()).to.deep.equal(before);
  });
});
