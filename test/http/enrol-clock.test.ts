import { expect } from "chai";
import { type Host, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { formTo, notThe, signInByScript } from "../support/steps.js";

const step = 30_000;

describe("an app whose first codes are wrong", () => {
  let host: Host;
  before(needs("oathtool"));
  beforeEach(async () => {
    host = await startHost({ mode: "either" });
    await host.addOperator("anna");
  });
  afterEach(() => host.close());

  async function begin() {
    const browser = host.browser();
    await signInByScript(host, browser, "anna");
    const { secret } = (await browser.post("/mfa/enrol/totp")).json() as { secret: string };
    const verify = (body: object) => browser.post("/mfa/enrol/totp/verify", body);
    /** What a phone shows whose clock is so many milliseconds ahead. */
    const shown = (ahead = 0) => oathtool(secret, host.clock.now() + ahead);
    return { browser, secret, verify, shown };
  }

  for (const [ahead, said] of [
    [4 * 60_000, "4 minutes ahead"],
    [-6 * 60_000, "6 minutes behind"],
  ] as const) {
    it(`is asked for two in a row, which tell that its clock is ${said}`, async () => {
      const { secret, verify, shown } = await begin();
      expect((await verify({ code: shown(ahead) })).json()).to.include({ code: "ERR_MFA_CODE", codes: 1 });
      expect((await verify({ code: shown(ahead) })).json()).to.include({
        code: "ERR_MFA_CODE",
        codes: 2,
        secret,
      });
      const told = await verify({ code: shown(ahead - step), next: shown(ahead) });
      expect(told.status).to.equal(422);
      expect(told.json()).to.include({ code: "ERR_MFA_INPUT", secret, codes: 2 });
      expect((told.json().errors as { code: string }).code).to.include(said);
      // The clock is mended, the secret is the same.
      const right = await verify({ code: shown() });
      expect(right.json()).to.include({ state: "signed-in" });
    });
  }

  it("is set up by two that fit, and the newer one is spent", async () => {
    const { browser, verify, shown } = await begin();
    for (const _ of [1, 2]) await verify({ code: notThe(shown()) });
    const next = shown();
    expect((await verify({ code: shown(-step), next })).json()).to.include({ state: "signed-in" });
    const again = await browser.post("/mfa/challenge/totp/verify", { code: next });
    expect(again.json()).to.include({ code: "ERR_MFA_CODE_USED" });
  });

  it("is not helped by two codes that are not in a row, nor by some farther away", async () => {
    const { verify, shown } = await begin();
    for (const _ of [1, 2]) await verify({ code: notThe(shown()) });
    const far = 11 * 60_000;
    for (const [code, next] of [
      [shown(), shown(-step)],
      [shown(-2 * step), shown()],
      [shown(far - step), shown(far)],
      [shown(), notThe(shown(step))],
    ]) {
      expect((await verify({ code, next })).json()).to.include({ code: "ERR_MFA_CODE" });
    }
  });

  it("counts tries side by side one by one", async () => {
    const { verify, shown } = await begin();
    await Promise.all([verify({ code: notThe(shown()) }), verify({ code: notThe(shown()) })]);
    expect((await verify({ code: notThe(shown()) })).json()).to.include({ codes: 2 });
    expect((await verify({ code: shown(240_000 - step), next: shown(240_000) })).status).to.equal(422);
  });

  it("works as a page without script", async () => {
    const { browser, shown } = await begin();
    let page = await browser.open("/mfa/?enrol=totp");
    for (const _ of [1, 2]) {
      const form = formTo(page, "/enrol/totp/verify");
      expect(page.text).not.to.include('name="next"');
      page = await browser.submit(page, form, { code: notThe(shown()) });
    }
    expect(page.text).to.include('name="next"');
    const codes = { code: shown(240_000 - step), next: shown(240_000) };
    page = await browser.submit(page, formTo(page, "/enrol/totp/verify"), codes);
    expect(page.status).to.equal(422);
    expect(page.words).to.include("The clock of your phone is 4 minutes ahead.");
    page = await browser.submit(page, formTo(page, "/enrol/totp/verify"), { code: shown() });
    expect(page.status).to.equal(200);
  });

  it("has nothing of this at a sign-in: two in a row say no more than one that is wrong", async () => {
    const { verify, shown } = await begin();
    await verify({ code: shown() });
    host.clock.advance(120_000);
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: "correct horse battery" });
    for (const _ of [1, 2, 3]) {
      const answer = await browser.post("/mfa/challenge/totp/verify", {
        code: shown(240_000 - step),
        next: shown(240_000),
      });
      expect(answer.json()).to.include({ code: "ERR_MFA_CODE" });
      expect(answer.json()).not.to.have.any.keys("errors", "codes");
    }
  });

  it("that is right tells the engineers of a server whose clock is behind the phones", async () => {
    await host.addOperator("ella", { role: "engineer" });
    for (let index = 0; index < 5; index += 1) {
      const name = `op${index}`;
      await host.addOperator(name);
      const own = host.browser();
      await signInByScript(host, own, name);
      const { secret } = (await own.post("/mfa/enrol/totp")).json() as { secret: string };
      await own.post("/mfa/enrol/totp/verify", { code: oathtool(secret, host.clock.now()) });
      host.clock.advance(60_000);
      const again = host.browser();
      await again.post("/mfa/sign-in", { username: name, password: "correct horse battery" });
      const code = oathtool(secret, host.clock.now() + step);
      const answer = await again.post("/mfa/challenge/totp/verify", { code });
      expect(answer.json()).to.include({ state: "signed-in" });
      expect(answer.text).not.to.include("ahead");
    }
    const engineer = host.browser();
    await signInByScript(host, engineer, "ella");
    const { health } = (await engineer.get("/mfa/health")).json() as { health: readonly object[] };
    expect(health[0]).to.deep.equal({ id: "clock", level: "error", is: "slowByPhones", seconds: 45 });
  });
});
