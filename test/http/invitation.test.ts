import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { oathtool } from "../support/oathtool.js";
import { formTo, mailOf, signInByScript } from "../support/steps.js";

describe("An invitation", () => {
  let host: Host;
  let browser: Browser;
  let code: string;
  let id: string;
  afterEach(() => host.close());

  async function start(options: HostOptions = {}, email: string | undefined = mailOf("nils")): Promise<void> {
    host = await startHost(options);
    browser = host.browser();
    const profile = { username: "nils", ...(email !== "" && { email }) };
    ({ id } = await host.mfa.operators.add(profile));
    ({ code } = await host.mfa.operators.invite(id));
  }

  const join = (more: object = {}, by: Browser = browser) =>
    by.post("/mfa/invitation", { username: "nils", code, password: operatorPassword, ...more });

  it("is a code of 80 bits, kept as its hash only, and good for 72 hours", async () => {
    await start();
    expect(code).to.match(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    host.clock.advance(72 * 3_600_000 - 1);
    expect((await join()).status).to.equal(200);
    host.clock.advance(1);
    expect((await join({}, host.browser())).json().code).to.equal("ERR_MFA_CODE");
  });

  it("lets them choose a password and sign in by mail, on pages, and is gone then", async () => {
    await start();
    const page = await browser.open("/mfa/");
    expect(page.text).to.include("/mfa/invitation");
    const form = await browser.open("/mfa/invitation");
    const short = await browser.submit(form, formTo(form, "/invitation"), {
      username: "nils",
      code: code.toLowerCase(),
      password: "short",
    });
    expect(short.status).to.equal(422);
    expect(formTo(short, "/invitation")?.fields).to.include({ username: "nils", password: "" });
    expect(short.words, "a code that was right is not asked for again").to.include(en.invitation.codeKept);
    const next = await browser.submit(short, formTo(short, "/invitation"), { password: operatorPassword });
    expect(next.words).to.include("Check your e-mail");
    expect((await browser.get("/app")).status).to.equal(401);
    await browser.submit(next, formTo(next, "/challenge/email-otp/verify"), {
      code: host.smtp.lastCode(mailOf("nils")),
    });
    expect((await browser.get("/app")).status).to.equal(200);
    expect((await join({}, host.browser())).json().code).to.equal("ERR_MFA_CODE");
    await signInByScript(host, host.browser(), "nils").catch(() => {});
  });

  it("opens the first app where there is no other way, and nothing without the code", async () => {
    await start({ mode: "app" }, "");
    expect((await join()).json())
      .to.include({ state: "enrol" })
      .and.not.have.property("confirm");
    const other = host.browser();
    const plain = await other.post("/mfa/sign-in", { username: "nils", password: operatorPassword });
    expect(plain.json()).to.include({ state: "enrol", confirm: null });
    expect((await other.post("/mfa/enrol/totp")).status).to.equal(409);
    const { secret } = (await browser.post("/mfa/enrol/totp")).json();
    const done = await browser.post("/mfa/enrol/totp/verify", {
      code: oathtool(String(secret), host.clock.now()),
    });
    expect(done.json().state).to.equal("signed-in");
  });

  it("can be used again by whoever left half-way, and the later one counts", async () => {
    await start({ mode: "app" }, "");
    await join();
    await browser.post("/mfa/enrol/totp");
    const later = host.browser();
    await join({ password: "another good password" }, later);
    expect((await browser.post("/mfa/enrol/totp")).status).to.equal(401);
    const { secret } = (await later.post("/mfa/enrol/totp")).json();
    await later.post("/mfa/enrol/totp/verify", { code: oathtool(String(secret), host.clock.now()) });
    expect((await later.get("/app")).status).to.equal(200);
  });

  it("has one winner of ten at once", async () => {
    await start({ mode: "off" });
    const all = Array.from({ length: 10 }, () => host.browser());
    const answers = await Promise.all(all.map((one) => join({}, one)));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
  });

  it("says the same of an unknown name, a wrong code and an old one, and hashes for none", async () => {
    await start();
    const asked = [{ username: "nobody" }, { code: "0000-0000-0000-0000" }, { code: "x" }, { code: "" }];
    const answers = await Promise.all(asked.map((more) => join(more)));
    const [first] = answers;
    for (const answer of answers) {
      expect(answer.status).to.equal(401);
      expect(answer.text).to.equal(first?.text);
    }
    expect(first?.json().code).to.equal("ERR_MFA_CODE");
    const old = code;
    ({ code } = await host.mfa.operators.invite(id));
    expect((await join({ code: old })).text).to.equal(first?.text);
  });

  it("makes an address wait that tries too often", async () => {
    await start();
    for (let tries = 0; tries < 20; tries += 1) await join({ code: "wrong" });
    expect((await join()).status).to.equal(429);
  });

  it("is for whoever has never come in: it is no way around a password, nor around an app", async () => {
    await start();
    const anna = await host.addOperator("anna");
    await signInByScript(host, browser, "anna");
    const refused = await host.mfa.operators.invite(anna.id).then(
      () => "done",
      ({ code: why }) => why,
    );
    expect(refused).to.equal("ERR_MFA_TURN");
  });

  it("is dead for a disabled operator", async () => {
    await start();
    await host.mfa.operators.disable(id);
    expect((await join()).status).to.equal(401);
    await host.mfa.operators.enable(id);
    expect((await join()).status).to.equal(200);
  });

  it("asks for the origin of the form, as every change does", async () => {
    await start();
    const answer = await browser.request("/mfa/invitation", {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: "https://evil.example" },
      body: JSON.stringify({ username: "nils", code, password: operatorPassword }),
    });
    expect(answer.status).to.equal(403);
    expect((await browser.open("/mfa/invitation")).words).to.include(en.invitation.text);
  });
});
