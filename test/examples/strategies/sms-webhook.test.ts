import { expect } from "chai";
import type { Operator } from "express-mfa/kit";
import { servicesFor, strategySuite } from "express-mfa/testing";
import { type SmsWebhookOptions, smsWebhook } from "../../../examples/strategies/sms-webhook/sms-webhook.js";
import { emailOtp, password } from "../../../strategies/index.js";
import { type Host, operatorPassword, startHost } from "../../support/harness.js";
import { type SmsGateway, startSmsGateway } from "../../support/sms-gateway.js";
import { formTo, notThe, typePassword } from "../../support/steps.js";

const number = "+46701740642";
const numbers: Readonly<Record<string, string>> = { anna: number, erik: "0701740642", eva: "+4670174065" };
const numberOf = ({ username, email }: Operator) => (email === undefined ? undefined : numbers[username]);

describe("The strategy sms-webhook", () => {
  let gateway: SmsGateway;
  beforeEach(async () => {
    gateway = await startSmsGateway();
  });
  afterEach(() => gateway.close());
  const sms = (options: Partial<SmsWebhookOptions> = {}) =>
    smsWebhook({ url: gateway?.url ?? "http://127.0.0.1:9/", numberOf, timeout: 300, ...options });

  strategySuite({ describe, it }, () => ({
    strategy: sms(),
    once: "challenge",
    own: () => ({ to: number }),
    right: () => ({ code: gateway.lastCode(number) }),
    sent: () => gateway.messages.length,
  }));

  it("is for whoever has a number of E.164 form at the host", () => {
    const derive = (username: string) =>
      sms().derive?.({ id: "1", username, email: "x@net2.example", role: "operator" });
    expect(derive("anna")).to.deep.equal({ to: number });
    expect(derive("erik"), "no country").to.equal(undefined);
    expect(derive("nobody")).to.equal(undefined);
  });

  it("refuses options that it does not know, a time that is none, and a gateway that is no address", () => {
    const made = (options: object) => () => sms(options);
    expect(made({ timeout: 0 })).to.throw('"timeout"');
    expect(made({ timeOut: 300 })).to.throw('"timeOut"');
    expect(made({ url: "gateway" })).to.throw();
  });

  it("says who it is to the gateway, and to nobody that the gateway names", async () => {
    const strategy = sms({ headers: { Authorization: "Bearer key" } });
    const held = { id: "derived", own: { to: number } };
    const deliver = async () =>
      (await strategy.challenge?.(servicesFor(strategy), held, [held]))?.deliver?.();
    await deliver();
    expect(gateway.callers).to.deep.equal(["Bearer key"]);
    gateway.mode = "elsewhere";
    const failure = await deliver().catch((error: unknown) => error);
    expect(failure).to.include({ code: "ERR_MFA_MAIL", unsent: false });
    expect(gateway.messages).to.have.length(1);
  });

  describe("mounted", () => {
    let host: Host;
    beforeEach(async () => {
      host = await startHost({
        options: {
          strategies: [password(), emailOtp(), sms({ timeout: 300 })],
          initialPolicy: { strategies: ["sms-webhook", "email-otp"] },
        },
      });
    });
    afterEach(() => host.close());

    const passed = async (username = "anna") => {
      await host.addOperator(username).catch(() => {});
      const browser = host.browser();
      await browser.post("/mfa/sign-in", { username, password: operatorPassword });
      const send = () => browser.post("/mfa/challenge/sms-webhook");
      const verify = (code: string) => browser.post("/mfa/challenge/sms-webhook/verify", { code });
      return { browser, send, verify };
    };

    it("signs in by the code of the message, with pages that never show the number", async () => {
      await host.addOperator("anna");
      const browser = host.browser();
      const choice = await typePassword(browser, "anna", "/app");
      expect(choice.words).to.include("Code by SMS").and.include("Code by e-mail");
      const page = await browser.submit(choice, formTo(choice, "/challenge/sms-webhook"));
      expect(page.words).to.include("Check your phone").and.include("sent to •••42");
      expect(page.text).to.not.include(number);
      const code = gateway.lastCode(number);
      expect(gateway.messages).to.deep.equal([
        {
          to: number,
          text: `${code} is your code for Net2. Give it to nobody. If you did not ask for it, somebody knows your password.`,
        },
      ]);
      const done = await browser.submit(page, formTo(page, "/challenge/sms-webhook/verify"), { code });
      expect(done.words).to.include("a guarded page");
    });

    it("takes a code once, of twenty at once, and in its own sign-in only", async () => {
      const [mine, other] = [await passed(), await passed()];
      await mine.send();
      host.clock.advance(31_000);
      await other.send();
      const codes = gateway.messages.map(({ text }) => text.slice(0, 6));
      expect((await other.verify(codes[0] ?? "")).json()).to.include({ code: "ERR_MFA_CODE" });
      const answers = await Promise.all(Array.from({ length: 20 }, () => mine.verify(codes[0] ?? "")));
      expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    });

    it("judges as many wrong codes as the budget has, over messages that come anew", async () => {
      const { send, verify } = await passed();
      await send();
      const wrong = () => verify(notThe(gateway.lastCode(number)));
      for (let tries = 1; tries <= 3; tries += 1) expect((await wrong()).status).to.equal(401);
      host.clock.advance(31_000);
      await send();
      for (let tries = 4; tries <= 5; tries += 1) expect((await wrong()).status).to.equal(401);
      const right = await verify(gateway.lastCode(number));
      expect(right.status, "while it waits nothing is judged").to.equal(429);
    });

    it("sends one in 30 s, and the code is over after 300", async () => {
      const { send, verify } = await passed();
      await send();
      expect((await send()).status).to.equal(429);
      expect(gateway.messages).to.have.length(1);
      host.clock.advance(301_000);
      expect((await verify(gateway.lastCode(number))).status).to.not.equal(200);
    });

    for (const [mode, free] of [
      ["refuse", true],
      ["stumble", false],
      ["hang", false],
    ] as const) {
      it(`lets nobody in when the gateway is there to ${mode}, and tells the host without code and number`, async () => {
        const { browser, send } = await passed();
        gateway.mode = mode;
        const answer = await send();
        expect(answer.json()).to.include({ code: "ERR_MFA_MAIL", status: 503 });
        expect(answer.text).to.not.include(number);
        expect((await browser.get("/app")).status).to.equal(401);
        const told = host.faults.map((fault) => `${fault} ${(fault as Error).cause}`).join();
        expect(told)
          .to.include("SMS gateway")
          .and.not.include(number)
          .and.not.match(/\b\d{6}\b/);
        gateway.mode = "take";
        expect((await send()).status, "what surely was not sent cost nothing").to.equal(free ? 200 : 429);
      });
    }

    it("costs nothing, and offers the mail, when there is no gateway at all", async () => {
      const { browser, send } = await passed();
      await gateway.close();
      for (const time of ["first", "second"]) expect((await send()).status, time).to.equal(503);
      expect((await browser.post("/mfa/challenge/email-otp")).status).to.equal(200);
    });

    it("is not offered to somebody without a number", async () => {
      const { send } = await passed("erik");
      expect((await send()).json()).to.include({ code: "ERR_MFA_TURN" });
      expect(gateway.messages).to.be.empty;
    });
  });
});
