import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { enrolApp, formTo, mailOf, notThe, signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

const fresh = "a password of the new year";

describe("a forgotten password", () => {
  let host: Host;
  let anna: Browser;
  let secret: string;
  let recovery: readonly string[];
  before(needs("oathtool"));
  afterEach(() => host.close());

  const start = async (options: HostOptions = {}) => {
    host = await startHost({
      mode: "either",
      ...options,
      options: { strategies: [password(), emailOtp(), totp(), recoveryCode()], ...options.options },
    });
    await host.addOperator("anna");
    anna = host.browser();
    await signInByScript(host, anna, "anna");
    secret = await enrolApp(host, anna);
    recovery = (await anna.post("/mfa/enrol/recovery-code")).json().codes as string[];
    await anna.post("/mfa/enrol/recovery-code/verify");
    host.clock.advance(61_000);
  };
  const ask = async (username = "anna", browser = host.browser()) => {
    const before = codes().length;
    const answer = await browser.post("/mfa/forgot", { username });
    if (answer.status === 200 && username === "anna") await until(() => codes().length > before, 2000);
    return answer;
  };
  const totpNow = () => oathtool(secret, host.clock.now());
  const finish = (body: object, browser = host.browser()) =>
    browser.post("/mfa/forgot/verify", { username: "anna", password: fresh, ...body });
  /** Those that were asked for here, among warnings and other codes. */
  const codes = () =>
    host.smtp.mails
      .filter(({ subject }) => /your code for a new password/.test(subject))
      .map(({ subject }) => subject.slice(0, 6));
  const mailed = () => codes().at(-1) ?? "";
  const signsIn = async (text: string) =>
    (await host.browser().post("/mfa/sign-in", { username: "anna", password: text })).status === 200;

  it("is a new one by the mailbox and the app together, which ends everything that was signed in, and signs nobody in", async () => {
    await start();
    expect((await ask()).json()).to.deep.equal({ state: "forgot", username: "anna" });
    const browser = host.browser();
    const done = await finish({ code: mailed(), second: totpNow() }, browser);
    expect(done.json()).to.deep.equal({ state: "sign-in" });
    expect((await browser.get("/app")).status).to.equal(401);
    expect((await anna.get("/app")).status).to.equal(401);
    expect(await signsIn(operatorPassword)).to.equal(false);
    expect(await signsIn(fresh)).to.equal(true);
    await until(
      () => host.smtp.mailsTo(mailOf("anna")).some(({ subject }) => /password .* was changed/.test(subject)),
      3000,
    );
    // The code of the app is spent.
    const next = host.browser();
    await next.post("/mfa/sign-in", { username: "anna", password: fresh });
    expect((await next.post("/mfa/challenge/totp/verify", { code: totpNow() })).json()).to.include({
      code: "ERR_MFA_CODE_USED",
    });
  });

  it("is never a new one by the mailbox alone: not by its own codes, a recovery code, or nothing", async () => {
    await start();
    await ask();
    const code = mailed();
    for (const second of ["", " ", code, "000000", recovery[0] ?? "", "0000-0000-0000-0000"]) {
      const answer = await finish({ code, second });
      expect(answer.status, JSON.stringify(second)).to.be.oneOf([401, 422, 429]);
    }
    expect(await signsIn(fresh)).to.equal(false);
    expect((await anna.get("/app")).status).to.equal(200);
  });

  it("takes a handover code where there is no app, which stays good for the sign-in after it", async () => {
    await start();
    const id = (await host.mfa.operators.find("anna"))?.id ?? "";
    const { code: handover } = await host.mfa.operators.reset(id);
    await ask();
    expect((await finish({ code: mailed(), second: handover })).status).to.equal(200);
    const next = host.browser();
    const first = await next.post("/mfa/sign-in", { username: "anna", password: fresh });
    expect(first.json()).to.include({ state: "enrol", handover: true });
    expect((await next.post("/mfa/handover", { code: handover })).status).to.equal(200);
  });

  it("says the same of a name that nobody has, with the same writes, and sends nothing", async () => {
    await start();
    await host.mfa.operators.add({ username: "nomail", password: operatorPassword });
    const disabled = await host.addOperator("out");
    await host.mfa.operators.disable(disabled.id);
    await host.mfa.operators.add({ username: "invited", email: mailOf("invited") });
    const before = codes().length;
    const keys: string[] = [];
    for (const username of ["nobody", "nomail", "out", "invited"]) {
      const known = new Set((await host.state()).keys());
      expect((await ask(username)).json()).to.deep.equal({ state: "forgot", username });
      keys.push(
        ...[...(await host.state()).keys()]
          .filter((key) => !known.has(key))
          .map((key) => key.split(":")[0] ?? ""),
      );
      const wrong = await finish({ username, code: "123456", second: "123456" });
      expect(wrong.json()).to.include({ code: "ERR_MFA_CODE" });
    }
    expect(keys).to.deep.equal(["forgot", "forgot", "forgot", "forgot"]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(codes().length).to.equal(before);
    const annas = await finish({ code: notThe("000000"), second: totpNow() });
    expect(annas.json()).to.include({ code: "ERR_MFA_CODE" });
  });

  it("lets five codes be tried, of any number at once; a new one can be asked for in 30 s, five times an hour", async () => {
    await start();
    await ask();
    const right = mailed();
    const tries = Array.from({ length: 15 }, (_, at) =>
      host.browser({ headers: { "X-Forwarded-For": `192.0.2.${at}` } }).post("/mfa/forgot/verify", {
        username: "anna",
        password: fresh,
        code: notThe(right),
        second: totpNow(),
      }),
    );
    for (const answer of await Promise.all(tries)) expect(answer.json()).to.include({ code: "ERR_MFA_CODE" });
    expect((await finish({ code: right, second: totpNow() })).json(), "tried too often").to.include({
      code: "ERR_MFA_CODE",
    });
    host.clock.advance(31_000);
    expect((await ask()).status).to.equal(200);
    host.clock.advance(31_000);
    for (const username of ["anna", "nobody"]) {
      await ask(username);
      const again = await host.browser().post("/mfa/forgot", { username });
      expect(again.status, username).to.equal(429);
      expect(Number(again.headers["retry-after"])).to.be.within(1, 30);
    }
    const before = codes().length;
    for (let time = 0; time < 10; time += 1) {
      host.clock.advance(31_000);
      await host
        .browser({ headers: { "X-Forwarded-For": `198.51.100.${time}` } })
        .post("/mfa/forgot", { username: "anna" });
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(codes().length - before, "five in an hour, three of them before").to.equal(2);
  });

  it("is changed once by one code, of ten at the same time, and late codes are none", async () => {
    await start();
    const id = (await host.mfa.operators.find("anna"))?.id ?? "";
    const { code: handover } = await host.mfa.operators.reset(id);
    await ask();
    const code = mailed();
    const answers = await Promise.all(Array.from({ length: 10 }, () => finish({ code, second: handover })));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    host.clock.advance(31_000);
    await ask();
    host.clock.advance(600_000);
    expect((await finish({ code: mailed(), second: handover })).json()).to.include({ code: "ERR_MFA_CODE" });
  });

  it("counts wrong codes of the app as any stranger's", async () => {
    await start();
    for (let time = 0; time < 5; time += 1) {
      host.clock.advance(31_000);
      await ask("anna", host.browser({ headers: { "X-Forwarded-For": `192.0.2.${time}` } }));
      const browser = host.browser({ headers: { "X-Forwarded-For": `198.51.100.${time}` } });
      expect((await finish({ code: mailed(), second: "000000" }, browser)).status).to.equal(401);
    }
    const stranger = host.browser();
    await stranger.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect((await stranger.post("/mfa/challenge/totp/verify", { code: "000000" })).status).to.equal(429);
  });

  it("keeps the rules of passwords, and says them to whoever has the code", async () => {
    await start();
    await ask();
    const refused = await finish({ code: mailed(), second: totpNow(), password: "short" });
    expect(refused.status).to.equal(422);
    expect(refused.json().errors).to.have.property("password");
    expect((await finish({ code: mailed(), second: totpNow() })).status, "the code is still good").to.equal(
      200,
    );
  });

  it("goes by pages without a script", async () => {
    await start();
    const browser = host.browser();
    const first = await browser.open("/mfa/");
    expect(first.text).to.include("/mfa/forgot");
    const page = await browser.open("/mfa/forgot");
    const before = codes().length;
    const sent = await browser.submit(page, formTo(page, "/forgot"), { username: "anna" });
    expect(sent.words).to.include("If somebody goes by the name anna");
    await until(() => codes().length > before, 2000);
    const wrong = await browser.submit(sent, formTo(sent, "/forgot/verify"), {
      code: mailed(),
      second: notThe(totpNow()),
      password: fresh,
    });
    expect(wrong.status).to.equal(401);
    const done = await browser.submit(wrong, formTo(wrong, "/forgot/verify"), {
      code: mailed(),
      second: totpNow(),
      password: fresh,
    });
    expect(done.words).to.include(en.done["password-reset"]);
    expect(await signsIn(fresh)).to.equal(true);
  });

  it("is not promised where no mail can be sent", async () => {
    host = await startHost({ mode: "app", options: { mail: undefined } });
    expect((await host.browser().open("/mfa/")).text).to.not.include("/mfa/forgot");
  });

  it("keeps no code in clear", async () => {
    await start();
    await ask();
    const code = mailed();
    for (const raw of (await host.stored()).values()) expect(raw).to.not.include(code);
  });
});
