import { expect } from "chai";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { enrolApp, signInByScript, stepUpByScript } from "../support/steps.js";

describe("An enrolment that was begun", () => {
  let host: Host;
  before(needs("oathtool"));
  afterEach(() => host.close());

  const start = async (options: HostOptions = {}) => {
    host = await startHost({
      mode: "either",
      options: { strategies: [password(), emailOtp(), totp(), recoveryCode()] },
      ...options,
    });
    return host.addOperator("anna");
  };
  const passPassword = async () => {
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    return browser;
  };
  const begin = async (browser: Browser) => {
    const begun = await browser.post("/mfa/enrol/totp");
    expect(begun.status, begun.text).to.equal(200);
    return String(begun.json().secret);
  };
  const finish = (browser: Browser, secret: string) =>
    browser.post("/mfa/enrol/totp/verify", { code: oathtool(secret, host.clock.now()) });

  it("with a proof that gets old meanwhile is finished all the same", async () => {
    await start();
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    const secret = await begin(anna);
    host.clock.advance(9 * 60_000);
    expect((await finish(anna, secret)).status).to.equal(200);
  });

  it("by the mailbox replaces no app that was set up meanwhile: the strongest guards the factors", async () => {
    await start();
    const [thief, anna] = [host.browser(), host.browser()];
    await signInByScript(host, thief, "anna");
    const stolen = await begin(thief);
    host.clock.advance(31_000);
    await signInByScript(host, anna, "anna");
    const own = await enrolApp(host, anna);
    const refused = await finish(thief, stolen);
    expect(refused.json()).to.include({ code: "ERR_MFA_TURN" });
    host.clock.advance(60_000);
    const again = await passPassword();
    const code = oathtool(own, host.clock.now());
    expect((await again.post("/mfa/challenge/totp/verify", { code })).status, "the owner's app").to.equal(
      200,
    );
  });

  it("is finished by no code of another one, begun anew while that code was looked at", async () => {
    const { enrol: own, ...app } = totp();
    if (own === undefined) throw new Error("an app is enrolled");
    let meanwhile = async () => {};
    const enrol = {
      ...own,
      finish: async (...given: Parameters<typeof own.finish>) => {
        const finding = await own.finish(...given);
        await meanwhile();
        return finding;
      },
    };
    await start({ options: { strategies: [password(), emailOtp(), { ...app, enrol }] } });
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    const first = await begin(anna);
    let second = "";
    meanwhile = async () => {
      second = await begin(anna);
    };
    expect((await finish(anna, first)).json()).to.include({ code: "ERR_MFA_TURN" });
    meanwhile = async () => {};
    expect((await finish(anna, second)).status).to.equal(200);
  });

  it("by a recovery code is over when new codes take the place of that one", async () => {
    await start();
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    await enrolApp(host, anna);
    const makeCodes = async () => {
      const codes = (await anna.post("/mfa/enrol/recovery-code")).json().codes as readonly string[];
      expect((await anna.post("/mfa/enrol/recovery-code/verify")).status).to.equal(200);
      return codes;
    };
    const [code] = await makeCodes();
    const thief = await passPassword();
    expect((await thief.post("/mfa/challenge/recovery-code/verify", { code })).status).to.equal(200);
    const stolen = await begin(thief);
    await makeCodes();
    expect((await finish(thief, stolen)).json()).to.include({ code: "ERR_MFA_TURN" });
    expect((await thief.get("/app")).status).to.equal(401);
  });

  it("by a handover code is over when it is shown elsewhere: the later one counts, and only one comes in", async () => {
    const { id } = await start();
    const { code } = await host.mfa.operators.reset(id);
    const [one, two] = [await passPassword(), await passPassword()];
    expect((await one.post("/mfa/handover", { code })).status).to.equal(200);
    const secret = await begin(one);
    expect((await two.post("/mfa/handover", { code })).status).to.equal(200);
    expect((await finish(one, secret)).json()).to.include({ code: "ERR_MFA_TURN" });
    expect((await one.get("/app")).status).to.equal(401);
    expect((await finish(two, await begin(two))).json()).to.include({ state: "signed-in" });
  });

  it("while enrolment was open to the password is over when an engineer has closed it", async () => {
    await start({ mode: "app" });
    await host.mfa.operators.update((await host.mfa.operators.find("anna"))?.id ?? "", { email: null });
    await host.mfa.policy.change({ openEnrolmentUntil: host.clock.now() + 86_400_000 });
    const browser = await passPassword();
    const secret = await begin(browser);
    await host.mfa.policy.change({ openEnrolmentUntil: 0 });
    expect((await finish(browser, secret)).json()).to.include({ code: "ERR_MFA_TURN" });
    expect((await browser.get("/app")).status).to.equal(401);
  });

  it("of recovery codes, by the mailbox, is over when an app guards them", async () => {
    await start();
    const [thief, anna] = [host.browser(), host.browser()];
    await signInByScript(host, thief, "anna");
    expect((await thief.post("/mfa/enrol/recovery-code")).status).to.equal(200);
    host.clock.advance(31_000);
    await signInByScript(host, anna, "anna");
    await stepUpByScript(host, anna, "anna");
    await enrolApp(host, anna);
    expect((await thief.post("/mfa/enrol/recovery-code/verify")).json()).to.include({ code: "ERR_MFA_TURN" });
  });
});
