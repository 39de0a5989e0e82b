import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import type { ReceivedMail } from "../support/smtp.js";
import { enrolApp, formTo, mailOf, notThe, signInByScript } from "../support/steps.js";

const newAddress = "anna@new.example";

describe("The operator's own e-mail address", () => {
  let host: Host;
  let anna: Browser;
  beforeEach(async () => {
    host = await startHost({ mode: "either", reauthDays: 30 });
    await host.addOperator("anna");
    anna = host.browser();
    await signInByScript(host, anna, "anna");
  });
  afterEach(() => host.close());

  const begin = (email: unknown = newAddress) => anna.post("/mfa/card/email", { email });
  const finish = (code: string) => anna.post("/mfa/card/email/verify", { code });
  /** It goes out in the background. */
  async function mailTo(address: string, fits: (mail: ReceivedMail) => boolean) {
    for (let tries = 0; tries < 100; tries += 1) {
      const found = host.smtp.mailsTo(address).find(fits);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return undefined;
  }
  const emailOf = async () => (await host.mfa.operators.find("anna"))?.email;

  it("changes once the code that was sent to the new one has come back, and the old one is told", async () => {
    const page = await anna.open("/mfa/card");
    const asked = await anna.submit(page, formTo(page, "/card/email"), { email: newAddress });
    expect(asked.words).to.include(newAddress);
    expect(await emailOf(), "not before").to.equal(mailOf("anna"));
    const done = await anna.submit(asked, formTo(asked, "/card/email/verify"), {
      code: host.smtp.lastCode(newAddress),
    });
    expect(done.words).to.include(en.done.email);
    expect(await emailOf()).to.equal(newAddress);
    const told = await mailTo(mailOf("anna"), (mail) => !/^\d/.test(mail.subject));
    expect(told?.subject).to.equal("Your e-mail address for Net2 was changed");
    expect(told?.text, "no code, no link, not the new address").to.not.match(/\d{6}|https?:|new\.example/);
    expect((await anna.get("/app")).status, "who changed it stays in").to.equal(200);
    expect((await anna.get("/app/fresh")).status).to.equal(200);
    expect(host.events.map(({ event }) => event.type)).to.include("email-changed");
  });

  it("sends codes to the new one from then on, and takes none of the old one's", async () => {
    const other = host.browser();
    await other.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await other.post("/mfa/challenge/email-otp");
    const old = host.smtp.lastCode(mailOf("anna"));
    await begin();
    await finish(host.smtp.lastCode(newAddress));
    const late = await other.post("/mfa/challenge/email-otp/verify", { code: old });
    expect(late.status).to.equal(409);
    host.clock.advance(31_000);
    // The warning of the change comes there too, when it comes.
    const codes = () => host.smtp.mailsTo(newAddress).filter(({ subject }) => /^\d{6}/.test(subject));
    const count = codes().length;
    await signInByMailTo(newAddress);
    expect(codes()).to.have.length(count + 1);
  });

  async function signInByMailTo(address: string): Promise<void> {
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await browser.post("/mfa/challenge/email-otp");
    const answer = await browser.post("/mfa/challenge/email-otp/verify", {
      code: host.smtp.lastCode(address),
    });
    expect(answer.json().state).to.equal("signed-in");
  }

  it("ends what was proved by the old one elsewhere, and every trusted browser", async () => {
    const trusted = host.browser();
    host.clock.advance(31_000);
    await trusted.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await trusted.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf("anna"));
    await trusted.post("/mfa/challenge/email-otp/verify", { code, trust: true });
    expect((await trusted.get("/app")).status).to.equal(200);
    await begin();
    await finish(host.smtp.lastCode(newAddress));
    expect((await trusted.get("/app")).status).to.equal(401);
    const again = await trusted.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(again.json().state).to.not.equal("signed-in");
  });

  it("asks for a fresh proof of the strongest: a mailbox cannot change it once an app is there", async () => {
    await enrolApp(host, anna);
    host.clock.advance(6 * 60_000);
    expect((await begin()).json().code).to.equal("ERR_MFA_STEP_UP");
    await anna.post("/mfa/challenge/email-otp");
    await anna.post("/mfa/challenge/email-otp/verify", { code: host.smtp.lastCode(mailOf("anna")) });
    expect((await begin()).json().code, "the mailbox is not enough").to.equal("ERR_MFA_STEP_UP");
    expect(host.smtp.mailsTo(newAddress)).to.have.length(0);
  });

  it("gives five tries, also at once, and the right code is refused after them", async () => {
    await begin();
    const right = host.smtp.lastCode(newAddress);
    const answers = await Promise.all(Array.from({ length: 20 }, () => finish(notThe(right))));
    expect(answers.filter((answer) => answer.json().code === "ERR_MFA_CODE")).to.have.length(5);
    expect((await finish(right)).json().code).to.equal("ERR_MFA_TURN");
    expect(await emailOf()).to.equal(mailOf("anna"));
  });

  it("is for ten minutes, for this session, and for this address", async () => {
    await begin();
    const first = host.smtp.lastCode(newAddress);
    const other = host.browser();
    host.clock.advance(31_000);
    await signInByScript(host, other, "anna");
    expect((await other.post("/mfa/card/email/verify", { code: first })).json().code).to.equal(
      "ERR_MFA_TURN",
    );
    await begin("anna@third.example");
    expect((await finish(first)).json().code).to.equal("ERR_MFA_CODE");
    const second = host.smtp.lastCode("anna@third.example");
    host.clock.advance(10 * 60_000);
    expect((await finish(second)).json().code).to.equal("ERR_MFA_TURN");
    expect(await emailOf()).to.equal(mailOf("anna"));
  });

  it("says beside the field what is wrong, and sends nothing", async () => {
    for (const [wrong, error] of [
      ["", "missing"],
      ["not an address", "address"],
      ["a@b", "address"],
      [`${"x".repeat(250)}@new.example`, "long"],
      ["a@new.example\r\nBcc: b@new.example", "address"],
    ]) {
      const answer = await begin(wrong);
      expect(answer.status, String(wrong)).to.equal(422);
      expect(answer.json().errors, String(wrong)).to.deep.equal({ email: error });
    }
    const page = await anna.open("/mfa/card");
    const again = await anna.submit(page, formTo(page, "/card/email"), { email: "anna@" });
    expect(formTo(again, "/card/email")?.fields.email).to.equal("anna@");
    expect(again.words).to.include(en.errors.address);
    expect(host.smtp.mails.filter(({ to }) => !to.includes(mailOf("anna")))).to.deep.equal([]);
  });

  it("is mailed at most as often as codes are", async () => {
    await begin();
    const soon = await begin("anna@third.example");
    expect(soon.status).to.equal(429);
    expect(host.smtp.mailsTo("anna@third.example")).to.have.length(0);
  });

  it("stays as it is when the mail does not go out", async () => {
    host.smtp.mode = "refuse";
    const answer = await begin();
    expect(answer.json().code).to.equal("ERR_MFA_MAIL");
    expect(await emailOf()).to.equal(mailOf("anna"));
  });
});

describe("The second factor that is offered first", () => {
  let host: Host;
  afterEach(() => host.close());

  it("is the operator's to choose, on the card", async () => {
    host = await startHost({ mode: "either" });
    await host.addOperator("anna");
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    expect(formTo(await anna.open("/mfa/card"), "/card/preferred"), "nothing to choose").to.equal(undefined);
    await enrolApp(host, anna);
    const page = await anna.open("/mfa/card");
    await anna.submit(page, formTo(page, "/card/preferred"), { strategy: "email-otp" });
    const next = host.browser();
    const first = await next.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(first.json().strategies).to.have.nested.property("[0].id", "email-otp");
    for (const strategy of ["password", "sms", "", 7, null])
      expect((await anna.post("/mfa/card/preferred", { strategy })).status).to.equal(422);
  });
});
