import { expect } from "chai";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import {
  createApp,
  enrolApp,
  formTo,
  mailOf,
  signInApp,
  signInByScript,
  typePassword,
} from "../support/steps.js";

describe("A reset by an engineer, and the code that they hand over", () => {
  let host: Host;
  let engineer: Browser;
  let id: string;
  before(needs("oathtool"));
  beforeEach(() => start());
  afterEach(() => host.close());

  const start = async (options: HostOptions = {}) => {
    host = await startHost({
      mode: "either",
      reauthDays: 30,
      options: { strategies: [password(), emailOtp(), totp(), recoveryCode()] },
      ...options,
    });
    await host.addOperator("ella", { role: "engineer" });
    ({ id } = await host.addOperator("anna"));
    engineer = host.browser();
    await signInByScript(host, engineer, "ella");
  };
  const reset = async (body: object = {}) => {
    const answer = await engineer.post(`/mfa/operators/${id}/reset`, { sure: true, ...body });
    expect(answer.status, answer.text).to.equal(200);
    return answer.json().handover as { readonly code: string; readonly expires: number };
  };
  /** Warnings come too. */
  const codesSent = () =>
    host.smtp.mailsTo(mailOf("anna")).filter(({ subject }) => /^\d{6}/.test(subject)).length;
  const passPassword = async (browser = host.browser()) => {
    const answer = await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    return { browser, answer };
  };
  const enrol = async (browser: Browser) => {
    const answer = await browser.post("/mfa/enrol/totp");
    if (answer.status !== 200) return answer;
    const begun = answer.json();
    const code = oathtool(String(begun.secret), host.clock.now());
    return browser.post("/mfa/enrol/totp/verify", { code });
  };

  it("ends everything that was there, and lets them enrol after their password", async () => {
    const anna = host.browser();
    await passPassword(anna);
    await anna.post("/mfa/challenge/email-otp");
    const mailed = host.smtp.lastCode(mailOf("anna"));
    await anna.post("/mfa/challenge/email-otp/verify", { code: mailed, trust: true });
    const secret = await enrolApp(host, anna);
    const codes = (await anna.post("/mfa/enrol/recovery-code")).json().codes as string[];
    await anna.post("/mfa/enrol/recovery-code/verify");
    host.clock.advance(31_000);
    const app = createApp(host, await signInApp(host, "anna"));
    host.clock.advance(31_000);
    expect((await app.get("/app")).status).to.equal(200);

    const { code, expires } = await reset();
    const before = codesSent();
    expect(expires - host.clock.now()).to.equal(24 * 3_600_000);
    expect((await anna.get("/app")).status, "a browser").to.equal(401);
    expect((await app.get("/app")).status, "an app").to.equal(401);

    const { answer } = await passPassword(anna);
    expect(answer.json(), "its trust is gone").to.include({ state: "enrol", confirm: null, handover: true });
    host.clock.advance(31_000);
    for (const [path, body] of [
      ["/mfa/challenge/totp/verify", { code: oathtool(secret, host.clock.now()) }],
      ["/mfa/challenge/recovery-code/verify", { code: codes[0] }],
      ["/mfa/challenge/email-otp", {}],
      ["/mfa/enrol/totp", {}],
    ] as const)
      expect((await anna.post(path, body)).status, path).to.equal(409);
    expect(codesSent(), "no code was sent").to.equal(before);

    const opened = await anna.post("/mfa/handover", { code });
    expect(opened.json()).to.include({ state: "choose" });
    expect((await anna.get("/app")).status, "not yet").to.equal(401);
    expect((await enrol(anna)).json()).to.include({ state: "signed-in" });
    expect((await anna.get("/app")).status).to.equal(200);
    const again = await passPassword();
    expect(again.answer.json(), "the code is gone").to.include({ state: "choose" });
    expect((await again.browser.post("/mfa/handover", { code })).status).to.equal(409);
  });

  it("opens a mailbox as well, where the policy takes one", async () => {
    const { code } = await reset();
    const { browser } = await passPassword();
    await browser.post("/mfa/handover", { code });
    await browser.post("/mfa/challenge/email-otp");
    const mail = host.smtp.lastCode(mailOf("anna"));
    expect((await browser.post("/mfa/challenge/email-otp/verify", { code: mail })).json()).to.include({
      state: "signed-in",
    });
  });

  it("is worth nothing without the password, nor to anybody else", async () => {
    const { code } = await reset();
    expect((await host.browser().post("/mfa/handover", { code })).status).to.equal(401);
    await host.addOperator("bo");
    const bo = host.browser();
    await bo.post("/mfa/sign-in", { username: "bo", password: operatorPassword });
    expect((await bo.post("/mfa/handover", { code })).status).to.equal(409);
    const invited = await host.browser().post("/mfa/invitation", {
      username: "anna",
      code,
      password: "a password of my own",
    });
    expect(invited.status, "it sets no password").to.equal(401);
  });

  it("lets one in, of fifty who hold it at the same time", async () => {
    const { code } = await reset();
    const browsers = await Promise.all(Array.from({ length: 5 }, () => passPassword()));
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => browsers[at % 5]?.browser.post("/mfa/handover", { code })),
    );
    await Promise.all(browsers.map(({ browser }) => enrol(browser)));
    const inside = await Promise.all(browsers.map(({ browser }) => browser.get("/app")));
    expect(inside.filter(({ status }) => status === 200)).to.have.length(1);
  });

  it("is good for the hours that were chosen, and a new one ends the old", async () => {
    const old = await reset();
    const { code, expires } = await reset({ hours: 2 });
    expect(expires - host.clock.now()).to.equal(2 * 3_600_000);
    const { browser } = await passPassword();
    expect((await browser.post("/mfa/handover", { code: old.code })).json()).to.include({
      code: "ERR_MFA_CODE",
    });
    host.clock.advance(2 * 3_600_000);
    const late = await passPassword();
    expect(late.answer.json(), "still closed").to.include({ state: "enrol", confirm: null, handover: true });
    expect((await late.browser.post("/mfa/handover", { code })).json()).to.include({
      code: "ERR_MFA_CODE_EXPIRED",
    });
  });

  it("cannot be guessed for ever, and right ones wait as well", async () => {
    const { code } = await reset();
    const { browser } = await passPassword();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => browser.post("/mfa/handover", { code: "0000-0000-0000-0000" })),
    );
    expect(answers.filter(({ status }) => status === 401)).to.have.length(5);
    expect(answers.filter(({ status }) => status === 429)).to.have.length(25);
    expect((await browser.post("/mfa/handover", { code })).status).to.equal(429);
    host.clock.advance(31_000);
    expect((await browser.post("/mfa/handover", { code })).status).to.equal(200);
  });

  it("ends a sign-in that was under way", async () => {
    const { browser } = await passPassword();
    await browser.post("/mfa/challenge/email-otp");
    const mail = host.smtp.lastCode(mailOf("anna"));
    await reset();
    expect((await browser.post("/mfa/challenge/email-otp/verify", { code: mail })).status).to.equal(401);
    expect((await browser.get("/app")).status).to.equal(401);
  });

  it("is for engineers with a fresh proof, of others, who have been in", async () => {
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    expect((await anna.post(`/mfa/operators/${id}/reset`, { sure: true })).status, "an operator").to.equal(
      403,
    );
    const self = (await host.mfa.operators.find("ella"))?.id ?? "";
    expect((await engineer.post(`/mfa/operators/${self}/reset`, { sure: true })).status, "oneself").to.equal(
      403,
    );
    for (const [body, field] of [
      [{}, "reset"],
      [{ sure: true, hours: 0 }, "hours"],
      [{ sure: true, hours: 169 }, "hours"],
      [{ sure: true, hours: "1e1" }, "hours"],
      [{ sure: true, hours: [2] }, "hours"],
      [{ sure: true, hours: 1.5 }, "hours"],
    ] as const) {
      const answer = await engineer.post(`/mfa/operators/${id}/reset`, body);
      expect(answer.status, JSON.stringify(body)).to.equal(422);
      expect(answer.json().errors).to.have.property(field);
    }
    const added = (await engineer.post("/mfa/operators", { username: "new" })).json().subject as {
      id: string;
    };
    expect((await engineer.post(`/mfa/operators/${added.id}/reset`, { sure: true })).status).to.equal(409);
    host.clock.advance(6 * 60_000);
    expect((await engineer.post(`/mfa/operators/${id}/reset`, { sure: true })).status, "stale").to.equal(401);
    expect((await anna.get("/app")).status, "nothing was changed").to.equal(200);
  });

  it("is there for the host's own code", async () => {
    const { code } = await host.mfa.operators.reset(id, { hours: 1 });
    const { browser } = await passPassword();
    expect((await browser.post("/mfa/handover", { code })).status).to.equal(200);
    for (const hours of [0, 1.5, 169, Number.NaN])
      await host.mfa.operators.reset(id, { hours }).then(
        () => expect.fail(`took ${hours}`),
        (error: unknown) => expect(error).to.have.property("code", "ERR_MFA_INPUT"),
      );
  });

  it("stays asked for while MFA is off, and once it is on again", async () => {
    const { code } = await reset();
    await host.mfa.policy.change({ mode: "off" });
    const off = await passPassword();
    expect(off.answer.json()).to.include({ state: "signed-in" });
    expect((await off.browser.post("/mfa/enrol/totp")).json()).to.include({
      code: "ERR_MFA_CONFIRM",
      confirm: null,
    });
    await host.mfa.policy.change({ mode: "either" });
    const { browser, answer } = await passPassword();
    expect(answer.json()).to.include({ state: "enrol", confirm: null, handover: true });
    expect((await browser.post("/mfa/handover", { code })).status).to.equal(200);
    expect((await enrol(browser)).json()).to.include({ state: "signed-in" });
  });

  it("is not gone around by recovery codes that were made while MFA was off", async () => {
    await reset();
    await host.mfa.policy.change({ mode: "off" });
    const { browser } = await passPassword();
    expect((await browser.post("/mfa/challenge/email-otp")).status, "a mailbox is none").to.equal(409);
    await browser.post("/mfa/challenge/password/verify", { password: operatorPassword });
    const begun = await browser.post("/mfa/enrol/recovery-code");
    expect(begun.json()).to.include({ code: "ERR_MFA_CONFIRM", confirm: null });
    expect((await browser.post("/mfa/enrol/recovery-code/verify")).status).to.equal(409);
    await host.mfa.policy.change({ mode: "either" });
    const again = await passPassword();
    expect(again.answer.json()).to.include({ state: "enrol", handover: true });
  });

  it("goes by pages without a script, from the engineer's to the operator's", async () => {
    const page = await engineer.open(`/mfa/operators/${id}`);
    const unsure = await engineer.submit(page, formTo(page, `/operators/${id}/reset`));
    expect(unsure.status).to.equal(422);
    const told = await engineer.submit(unsure, formTo(unsure, `/operators/${id}/reset`), {
      sure: "true",
      hours: "48",
    });
    const [code = ""] = /([0-9A-Z]{4}-){3}[0-9A-Z]{4}/.exec(told.words) ?? [];
    expect(code).to.not.equal("");
    expect((await engineer.open(`/mfa/operators/${id}`)).words, "told once").to.not.include(code);

    const browser = host.browser();
    const ask = await typePassword(browser, "anna", "/app");
    expect(ask.words).to.include("Enter your handover code");
    const wrong = await browser.submit(ask, formTo(ask, "/handover"), { code: "no code at all" });
    expect(wrong.status).to.equal(401);
    const pick = await browser.submit(wrong, formTo(wrong, "/handover"), { code: code.toLowerCase() });
    const scan = await browser.submit(pick, formTo(pick, "/enrol/totp"));
    const key = /secret=([A-Z2-7]{32})/.exec(scan.text)?.[1] ?? "";
    const there = await browser.submit(scan, formTo(scan, "/enrol/totp/verify"), {
      code: oathtool(key, host.clock.now()),
    });
    expect(there.words).to.include("a guarded page");
  });
});
