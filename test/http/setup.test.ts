import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { oathtool } from "../support/oathtool.js";
import { createApp, formTo, mailOf, notThe } from "../support/steps.js";

const person = { username: "ella", password: operatorPassword, email: mailOf("ella") };

describe("The first start", () => {
  let host: Host;
  let browser: Browser;
  afterEach(() => host.close());

  async function start(options: HostOptions = {}): Promise<void> {
    host = await startHost({ isNew: true, ...options });
    browser = host.browser();
  }

  const code = () => host.setups.at(-1)?.code ?? "";
  const asked = (more: object = {}) => ({
    setupCode: code(),
    ...person,
    acknowledge: true,
    mode: "email",
    ...more,
  });
  const mailed = () => host.smtp.lastCode(mailOf("ella"));

  describe("by the code that the server printed", () => {
    it("is told where, with which code and until when, and every page leads there", async () => {
      await start();
      expect(host.setups).to.have.length(1);
      const [told] = host.setups;
      expect(told?.url).to.equal(`${host.base}/mfa/setup`);
      expect(told?.code).to.match(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
      expect(told?.expires).to.equal(host.clock.now() + 30 * 60_000);
      const page = await browser.open("/app");
      expect(formTo(page, "/setup"), page.words).to.not.equal(undefined);
      expect((await browser.get("/app")).status).to.equal(401);
      expect((await browser.get("/mfa/")).json()).to.deep.include({
        state: "setup",
        mode: "email",
        mail: { state: "ok" },
        internet: { state: "off" },
      });
    });

    it("takes no wrong code, an old one or none, and makes nobody", async () => {
      await start();
      for (const setupCode of ["", "0000-0000-0000-0000", code().slice(0, -1), 7, null, [code()]]) {
        const answer = await browser.post("/mfa/setup", asked({ setupCode }));
        expect(answer.status, String(setupCode)).to.equal(401);
        expect(answer.json()).to.include({ code: "ERR_MFA_CODE", state: "setup" });
      }
      expect(await host.stored("op:")).to.have.property("size", 0);
      host.clock.advance(30 * 60_000);
      const late = await browser.post("/mfa/setup", asked());
      expect(late.json().code).to.equal("ERR_MFA_CODE_EXPIRED");
      expect((await browser.get("/mfa/")).json().state).to.equal("setup");
    });

    it("takes it in whatever case and groups it is typed", async () => {
      await start();
      const setupCode = ` ${code().toLowerCase().replaceAll("-", " ")} `.replace("0", "o");
      expect((await browser.post("/mfa/setup", asked({ setupCode }))).status).to.equal(200);
    });

    it("makes an address wait that tries too often", async () => {
      await start();
      for (let tries = 0; tries < 20; tries += 1)
        await browser.post("/mfa/setup", asked({ setupCode: "wrong" }));
      const answer = await browser.post("/mfa/setup", asked());
      expect(answer.status).to.equal(429);
      expect(Number(answer.headers["retry-after"])).to.be.greaterThan(0);
    });

    it("has another one after a restart, and the old one is good no more", async () => {
      const options = { secret: randomBytes(32).toString("base64") };
      await start({ options });
      const [first] = host.setups;
      const again = await startHost({ isNew: true, storage: host.backend, options });
      try {
        const old = await again.browser().post("/mfa/setup", asked({ setupCode: first?.code }));
        expect(old.json().code).to.equal("ERR_MFA_CODE");
        const [second] = again.setups;
        const taken = await again.browser().post("/mfa/setup", asked({ setupCode: second?.code }));
        expect(taken.status).to.equal(200);
      } finally {
        await again.close();
      }
    });
  });

  it("goes by e-mail: the code from the mail is asked for, and only then is the engineer in", async () => {
    await start();
    const page = await browser.open("/mfa/setup");
    const next = await browser.submit(page, formTo(page, "/setup"), {
      setupCode: code(),
      ...person,
      mfa: "on",
      acknowledge: "on",
      mode: "email",
    });
    expect(next.words).to.include("Check your e-mail");
    expect((await browser.get("/app")).status, "the password alone opens nothing").to.equal(401);
    expect((await createApp(host).post("/mfa/sign-in", person)).status).to.equal(403);
    const wrong = await browser.submit(next, formTo(next, "/challenge/email-otp/verify"), {
      code: notThe(mailed()),
    });
    expect(wrong.status).to.equal(401);
    const there = await browser.submit(wrong, formTo(wrong, "/challenge/email-otp/verify"), {
      code: mailed(),
    });
    expect(there.words).to.include(en.signedIn.title);
    expect((await browser.get("/app")).status).to.equal(200);
    expect(await host.mfa.policy.read()).to.deep.include({ strategies: ["email-otp"], reauthDays: 0 });
    expect((await browser.get("/mfa/settings")).json().operator).to.include({ role: "engineer" });
    expect(await host.stored("setup:"), "the code is gone").to.have.property("size", 0);
    const later = await browser.open("/mfa/setup");
    expect(formTo(later, "/setup")).to.equal(undefined);
    expect((await host.browser().get("/mfa/setup")).status).to.equal(404);
  });

  it("goes by app: the setup code opens the enrolment, no mail is needed", async () => {
    await start({ options: { mail: undefined } });
    expect((await browser.get("/mfa/setup")).json()).to.deep.include({
      mode: "app",
      mail: { state: "failed" },
    });
    const begun = await browser.post("/mfa/setup", asked({ mode: undefined, email: "" }));
    expect(begun.json()).to.include({ state: "enrol" });
    expect(begun.json()).to.not.have.property("confirm");
    const { secret } = (await browser.post("/mfa/enrol/totp")).json();
    const done = await browser.post("/mfa/enrol/totp/verify", {
      code: oathtool(String(secret), host.clock.now()),
    });
    expect(done.json()).to.include({ state: "signed-in" });
    expect((await host.mfa.policy.read()).strategies).to.deep.equal(["totp"]);
    expect((await browser.get("/app")).status).to.equal(200);
  });

  it("opts out with both ticks only, needs a longer password then, and leaves a banner", async () => {
    await start();
    const off = { mfa: "off", acknowledge: true, confirmOff: true };
    for (const [wrong, field] of [
      [{ ...off, acknowledge: false }, "acknowledge"],
      [{ ...off, confirmOff: false }, "confirmOff"],
      [{ ...off, confirmOff: undefined }, "confirmOff"],
      [{ ...off, password: "fourteen chars" }, "password"],
      [{ mfa: "none" }, "mfa"],
      [{ acknowledge: "off" }, "acknowledge"],
    ] as const) {
      const answer = await browser.post("/mfa/setup", asked(wrong));
      expect(answer.status, JSON.stringify(wrong)).to.equal(422);
      expect(answer.json().errors).to.have.property(field);
    }
    expect(await host.stored("op:")).to.have.property("size", 0);
    const done = await browser.post("/mfa/setup", asked({ ...off, email: "" }));
    expect(done.json()).to.include({ state: "signed-in" });
    expect((await host.mfa.policy.read()).strategies).to.deep.equal([]);
    expect((await browser.open("/mfa/settings")).words).to.include(en.settings.off);
  });

  it("tells all that is wrong at once, keeps what was typed, and never the password", async () => {
    await start();
    const page = await browser.open("/mfa/setup");
    const again = await browser.submit(page, formTo(page, "/setup"), {
      setupCode: code(),
      username: " ",
      password: "short",
      email: "not an address",
      mfa: "on",
      mode: "email",
    });
    expect(again.status).to.equal(422);
    for (const text of [en.errors.missing, en.errors.address, en.errors.tick])
      expect(again.words).to.include(text);
    const form = formTo(again, "/setup");
    expect(form?.fields).to.include({ email: "not an address", setupCode: code(), password: "" });
    expect(again.text).to.not.include("short");
    const kept = await browser.submit(again, form, { acknowledge: "on", password: "short" });
    expect(kept.text, "what was ticked stays").to.match(/id="acknowledge-on"[^>]* checked/);
    const next = await browser.submit(again, form, {
      username: "ella",
      password: operatorPassword,
      email: mailOf("ella"),
      acknowledge: "on",
    });
    expect(next.words).to.include("Check your e-mail");
  });

  it("offers the app when the first mail does not go out, and what was entered can be changed", async () => {
    await start();
    host.smtp.mode = "refuse";
    const page = await browser.open("/mfa/setup");
    const failed = await browser.submit(page, formTo(page, "/setup"), {
      setupCode: code(),
      ...person,
      acknowledge: "on",
      mode: "email",
    });
    expect(failed.words).to.include(en.problems.ERR_MFA_MAIL);
    expect(failed.text).to.include("/mfa/setup?again");
    const enrol = await browser.submit(failed, formTo(failed, "/setup/mode"));
    expect(formTo(enrol, "/enrol/totp"), enrol.words).to.not.equal(undefined);
    const begun = await browser.open("/mfa/setup?again");
    expect(formTo(begun, "/setup")).to.not.equal(undefined);
  });

  it("goes on where it was left, and after too long begins anew with the code", async () => {
    await start();
    await browser.post("/mfa/setup", asked());
    await browser.post("/mfa/challenge/email-otp");
    for (const call of [
      () => host.mfa.policy.read(),
      () => host.mfa.policy.change({ mode: "off" }),
      () => host.addOperator("erik"),
    ]) {
      const refused = await call().then(
        () => "done",
        ({ code: why }) => why,
      );
      expect(refused, "to the host's own code as well").to.equal("ERR_MFA_CLOSED");
    }
    const back = await browser.open("/mfa/setup");
    expect(back.words).to.include("Check your e-mail");
    host.clock.advance(11 * 60_000);
    expect((await browser.get("/mfa/")).json().state).to.equal("setup");
    await browser.post("/mfa/setup", asked());
    await browser.post("/mfa/challenge/email-otp");
    const done = await browser.post("/mfa/challenge/email-otp/verify", { code: mailed() });
    expect(done.json().state).to.equal("signed-in");
    expect(await host.stored("op:")).to.have.property("size", 1);
  });

  it("is for one: whoever began before is out of it, and is told", async () => {
    await start();
    const other = host.browser();
    await browser.post("/mfa/setup", asked());
    await other.post("/mfa/setup", asked({ username: "emil", email: mailOf("emil") }));
    await other.post("/mfa/challenge/email-otp");
    const gone = await browser.post("/mfa/challenge/email-otp");
    expect(gone.status).to.equal(401);
    const won = await other.post("/mfa/challenge/email-otp/verify", {
      code: host.smtp.lastCode(mailOf("emil")),
    });
    expect(won.json().state).to.equal("signed-in");
    const late = await browser.post("/mfa/setup", asked());
    expect(late.status).to.equal(409);
    expect(late.json().code).to.equal("ERR_MFA_SET_UP");
    expect(await host.stored("op:")).to.have.property("size", 1);
    expect(await host.mfa.operators.find("ella")).to.equal(undefined);
  });

  it("has one winner of ten who begin at once, and no second engineer", async () => {
    await start();
    const all = Array.from({ length: 10 }, (_, n) => ({ n, browser: host.browser() }));
    const begun = await Promise.all(
      all.map(({ n, browser: one }) =>
        one.post(
          "/mfa/setup",
          asked({ username: `ella${n}`, mfa: "off", confirmOff: true, mode: undefined }),
        ),
      ),
    );
    const won = begun.filter((answer) => answer.status === 200);
    expect(won).to.have.length(1);
    for (const answer of begun) expect(answer.status).to.be.oneOf([200, 409]);
    expect(await host.stored("op:")).to.have.property("size", 1);
  });

  it("is not a way into a system that has operators and no policy any more", async () => {
    const options = { secret: randomBytes(32).toString("base64") };
    await start({ options });
    await browser.post("/mfa/setup", asked({ mfa: "off", confirmOff: true }));
    const raw = (await host.stored("system:")).get("system:system");
    expect(await host.backend.swap("system:system", raw, undefined)).to.equal(true);
    const again = await startHost({ isNew: true, storage: host.backend, options, ready: false });
    try {
      await again.mfa.ready();
      expect((await again.browser().get("/mfa/")).json().code).to.equal("ERR_MFA_CLOSED");
      expect((await again.browser().get("/mfa/setup")).status).to.equal(404);
      expect((await again.browser().post("/mfa/setup", asked())).status).to.equal(409);
      expect(again.setups).to.deep.equal([]);
    } finally {
      await again.close();
    }
  });
});
