import { expect } from "chai";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { enrolApp, formTo, mailOf, signInByScript, stepUpByScript, typePassword } from "../support/steps.js";
import { until } from "../support/until.js";

describe("Recovery codes, for a phone that is lost", () => {
  let host: Host;
  before(needs("oathtool"));
  afterEach(() => host.close());

  const start = async (options: HostOptions = {}) => {
    host = await startHost({
      mode: "either",
      ...options,
      options: { strategies: [password(), emailOtp(), totp(), recoveryCode()], ...options.options },
    });
  };
  /** Anna with an app and recovery codes, in a session of her own. */
  const prepared = async (username = "anna") => {
    await host.addOperator(username);
    const browser = host.browser();
    await signInByScript(host, browser, username);
    const secret = await enrolApp(host, browser);
    const codes = await makeCodes(browser);
    return { browser, secret, codes };
  };
  const makeCodes = async (browser: Browser): Promise<readonly string[]> => {
    const begun = await browser.post("/mfa/enrol/recovery-code");
    expect(begun.status, begun.text).to.equal(200);
    expect((await browser.post("/mfa/enrol/recovery-code/verify")).status).to.equal(200);
    return begun.json().codes as readonly string[];
  };
  const passPassword = async (username = "anna") => {
    const browser = host.browser();
    const first = await browser.post("/mfa/sign-in", { username, password: operatorPassword });
    return { browser, first };
  };
  const recover = async (code: string | undefined, username = "anna") => {
    const { browser } = await passPassword(username);
    const answer = await browser.post("/mfa/challenge/recovery-code/verify", { code });
    return { browser, answer };
  };

  it("is no proof that a browser could be trusted with, so that is not offered", async () => {
    await start({ reauthDays: 7 });
    await prepared();
    const { browser } = await passPassword();
    const trusted = async (id: string) => (await browser.get(`/mfa/?strategy=${id}`)).json().trustDays;
    expect(await trusted("totp")).to.equal(7);
    expect(await trusted("recovery-code")).to.equal(0);
    const page = await browser.open("/mfa/?strategy=recovery-code");
    expect(page.text).to.not.include('name="trust"');
  });

  it("leads to enrolling again, and only that lets anybody in", async () => {
    await start();
    const { codes, secret } = await prepared();
    const { browser, answer } = await recover(codes[0]);
    expect(answer.status, answer.text).to.equal(200);
    expect(answer.json()).to.include({ state: "enrol", recovers: true });
    for (const path of ["/app", "/mfa/card", "/mfa/card/totp.png"])
      expect((await browser.get(path)).status, path).to.equal(401);
    expect((await browser.post("/mfa/card/password", { password: "another long password" })).status).to.equal(
      401,
    );

    const begun = (await browser.post("/mfa/enrol/totp")).json();
    expect(begun.secret).to.be.a("string").and.not.equal(secret);
    const code = oathtool(String(begun.secret), host.clock.now());
    const done = await browser.post("/mfa/enrol/totp/verify", { code });
    expect(done.json()).to.include({ state: "signed-in" });
    expect((await browser.get("/app")).status).to.equal(200);
    // The phone that was lost is worth nothing.
    host.clock.advance(60_000);
    const thief = await passPassword();
    const tried = await thief.browser.post("/mfa/challenge/totp/verify", {
      code: oathtool(secret, host.clock.now()),
    });
    expect(tried.json()).to.include({ code: "ERR_MFA_CODE" });
  });

  it("are each good once, of fifty at the same time as well", async () => {
    await start();
    const { codes } = await prepared();
    const browsers = await Promise.all(Array.from({ length: 5 }, () => passPassword()));
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        browsers[at % 5]?.browser.post("/mfa/challenge/recovery-code/verify", { code: codes[0] }),
      ),
    );
    const told = answers.map((answer) => answer?.status);
    expect(told.filter((status) => status === 200)).to.have.length(1);
    for (const answer of answers)
      if (answer?.status !== 200)
        expect(answer?.json().code).to.be.oneOf(["ERR_MFA_CODE_USED", "ERR_MFA_TURN"]);
    expect((await recover(codes[0])).answer.json()).to.include({ code: "ERR_MFA_CODE_USED" });
    expect((await recover(codes[1])).answer.status).to.equal(200);
  });

  it("are taken while strangers are shut out, have a budget of their own, and charge nobody else's", async () => {
    await start();
    const { codes } = await prepared();
    const { browser } = await passPassword();
    const wrong = () => browser.post("/mfa/challenge/recovery-code/verify", { code: "0000-0000-0000-0000" });
    for (let time = 0; time < 5; time += 1)
      expect((await wrong()).json()).to.include({ code: "ERR_MFA_CODE" });
    expect((await wrong()).status).to.equal(429);
    const app = await browser.post("/mfa/challenge/totp/verify", { code: "000000" });
    expect(app.status, "another budget").to.equal(401);
    expect((await browser.post("/mfa/challenge/recovery-code/verify", { code: codes[0] })).status).to.equal(
      429,
    );
    host.clock.advance(31_000);
    for (let time = 0; time < 5; time += 1)
      await browser.post("/mfa/challenge/totp/verify", { code: "000000" });
    expect((await browser.post("/mfa/challenge/totp/verify", { code: "000000" })).status).to.equal(429);
    expect((await browser.post("/mfa/challenge/recovery-code/verify", { code: codes[0] })).status).to.equal(
      200,
    );
  });

  it("are made after a fresh proof of the strongest factor; new ones end the old, and half-made ones nothing", async () => {
    await start();
    const { browser, codes, secret } = await prepared();
    await browser.post("/mfa/enrol/recovery-code");
    expect((await recover(codes[0])).answer.status, "abandoned").to.equal(200);
    host.clock.advance(6 * 60_000);
    const refused = await browser.post("/mfa/enrol/recovery-code");
    expect(refused.json()).to.include({ code: "ERR_MFA_CONFIRM", confirm: "totp" });
    await browser.post("/mfa/challenge/totp/verify", { code: oathtool(secret, host.clock.now()) });
    const fresh = await makeCodes(browser);
    expect((await recover(codes[1])).answer.json()).to.include({ code: "ERR_MFA_CODE" });
    expect((await recover(fresh[0])).answer.status).to.equal(200);
  });

  it("are one set, of two that are made at once", async () => {
    await start();
    const { browser } = await prepared();
    const [one, two] = await Promise.all([0, 1].map(() => browser.post("/mfa/enrol/recovery-code")));
    const sets = [one, two].map((answer) => answer?.json().codes as string[]);
    const ends = await Promise.all([0, 1].map(() => browser.post("/mfa/enrol/recovery-code/verify")));
    expect(ends.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
    const good: number[] = [];
    for (const [at, set] of sets.entries())
      if ((await recover(set?.[0])).answer.status === 200) good.push(at);
    expect(good).to.have.length(1);
  });

  it("lead to another address where the mailbox is the factor, and the old one is told", async () => {
    await start({ mode: "email" });
    await host.addOperator("anna");
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    await stepUpByScript(host, browser, "anna");
    const codes = await makeCodes(browser);
    const back = await recover(codes[0]);
    expect(back.answer.json()).to.include({ state: "email" });
    const asked = await back.browser.post("/mfa/email", { email: "anna@elsewhere.example" });
    expect(asked.json()).to.deep.include({
      state: "email",
      newEmail: { to: "anna@elsewhere.example", expiresIn: 600 },
    });
    const wrong = await back.browser.post("/mfa/email/verify", { code: "000000" });
    expect(wrong.json()).to.include({ code: "ERR_MFA_CODE", state: "email" });
    const code = host.smtp.lastCode("anna@elsewhere.example");
    const done = await back.browser.post("/mfa/email/verify", { code });
    expect(done.json()).to.include({ state: "signed-in" });
    expect((await back.browser.get("/app")).status).to.equal(200);
    expect((await back.browser.get("/mfa/card")).json().operator).to.include({
      email: "anna@elsewhere.example",
    });
    await until(() => /was changed/.test(host.smtp.mailsTo(mailOf("anna")).at(-1)?.subject ?? ""), 2000);
  });

  it("open no other address where there is an app to set up, nor without a code", async () => {
    await start();
    const { codes } = await prepared();
    const { browser } = await recover(codes[0]);
    const asked = await browser.post("/mfa/email", { email: "thief@elsewhere.example" });
    expect(asked.json()).to.include({ code: "ERR_MFA_TURN" });
    const other = await passPassword();
    expect((await other.browser.post("/mfa/email", { email: "thief@elsewhere.example" })).status).to.equal(
      409,
    );
    expect((await host.browser().post("/mfa/email", { email: "thief@elsewhere.example" })).status).to.equal(
      401,
    );
  });

  it("let a session replace a lost app, and do nothing else there", async () => {
    await start();
    const { browser, codes, secret } = await prepared();
    host.clock.advance(6 * 60_000);
    expect((await browser.post("/mfa/enrol/totp")).json()).to.include({ code: "ERR_MFA_CONFIRM" });
    expect((await browser.post("/mfa/challenge/recovery-code/verify", { code: codes[0] })).status).to.equal(
      200,
    );
    expect((await browser.get("/mfa/card/totp.png")).status, "not the old QR code").to.equal(401);
    expect((await browser.post("/mfa/card/password", { password: "another long password" })).status).to.equal(
      401,
    );
    expect((await browser.get("/app/fresh")).status, "no step-up").to.equal(401);
    expect((await browser.post("/mfa/enrol/recovery-code")).status).to.equal(409);
    const begun = (await browser.post("/mfa/enrol/totp")).json();
    expect(begun.secret).to.be.a("string").and.not.equal(secret);
  });

  it("are not offered when none is left, where a system engineer is", async () => {
    await start();
    const { codes } = await prepared();
    for (const code of codes.slice(1)) {
      const { browser } = await recover(code);
      const { secret } = (await browser.post("/mfa/enrol/totp")).json();
      await browser.post("/mfa/enrol/totp/verify", { code: oathtool(String(secret), host.clock.now()) });
    }
    const offered = async () => {
      const { first } = await passPassword();
      return (first.json().strategies as { id: string }[]).map(({ id }) => id);
    };
    expect(await offered()).to.include("recovery-code");
    await recover(codes[0]);
    expect(await offered()).to.deep.equal(["totp", "email-otp"]);
    expect((await recover(codes[0])).answer.status).to.be.within(400, 499);
  });

  it("are told how many are left, and are never part of the policy", async () => {
    await start();
    const { browser, codes } = await prepared();
    await recover(codes[0]);
    const card = (await browser.get("/mfa/card")).json() as { strategies: { id: string; left?: number }[] };
    expect(card.strategies.find(({ id }) => id === "recovery-code")).to.include({ left: 9 });
    const told = () =>
      host.smtp.mailsTo(mailOf("anna")).find(({ text }) => text.includes("recovery codes was used"));
    await until(() => told() !== undefined, 3000);
    expect(told()?.text).to.match(/Codes left:?\s+9\b/);
    await host.mfa.policy.change({ strategies: ["recovery-code"] }).then(
      () => expect.fail("it was taken"),
      (error: unknown) => expect(error).to.have.property("code", "ERR_MFA_INPUT"),
    );
  });

  it("work on pages without a script, from the link beside the code to the app", async () => {
    await start({ mode: "app" });
    await host.addOperator("anna");
    const own = host.browser();
    await own.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await stepUpByScript(host, own, "anna");
    await enrolApp(host, own);
    const card = await own.open("/mfa/card");
    const shown = await own.submit(card, formTo(card, "/enrol/recovery-code"));
    const codes = /([0-9A-Z]{4}-){3}[0-9A-Z]{4}/.exec(shown.words) ?? [];
    const saved = await own.submit(shown, formTo(shown, "/enrol/recovery-code/verify"));
    expect(saved.words).to.include("10 left");

    const browser = host.browser();
    const first = await typePassword(browser, "anna", "/app");
    const ask = await browser.submit(first, formTo(first, "/challenge/recovery-code"));
    expect(ask.words).to.include("Enter a recovery code");
    const pick = await browser.submit(ask, formTo(ask, "/challenge/recovery-code/verify"), {
      code: codes[0] ?? "",
    });
    expect(pick.words).to.include("takes the place of what you lost");
    expect(formTo(pick, "/enrol/recovery-code"), "those can wait").to.equal(undefined);
    const scan = await browser.submit(pick, formTo(pick, "/enrol/totp"));
    const key = /secret=([A-Z2-7]{32})/.exec(scan.text)?.[1] ?? "";
    const there = await browser.submit(scan, formTo(scan, "/enrol/totp/verify"), {
      code: oathtool(key, host.clock.now()),
    });
    expect(there.words).to.include("a guarded page");
  });
});
