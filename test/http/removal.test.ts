import { expect } from "chai";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import { enrolApp, formTo, mailOf, signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

describe("a strategy that its owner takes away", () => {
  let host: Host;
  let anna: Browser;
  let secret: string;
  before(needs("oathtool"));
  afterEach(() => host.close());

  const start = async (options: HostOptions = {}) => {
    host = await startHost({
      mode: "either",
      ...options,
      options: { strategies: [password(), emailOtp(), totp(), recoveryCode()] },
    });
    await host.addOperator("anna");
    anna = host.browser();
    await signInByScript(host, anna, "anna");
    secret = await enrolApp(host, anna);
  };
  const remove = (id = "totp", browser = anna) => browser.post(`/mfa/card/strategies/${id}/remove`);
  const removable = async () =>
    ((await anna.get("/mfa/card")).json().strategies as { id: string; removable: boolean }[])
      .filter((one) => one.removable)
      .map(({ id }) => id);

  it("no longer works, the session goes on, and its owner is told", async () => {
    await start();
    expect(await removable()).to.deep.equal(["totp"]);
    expect((await remove()).status).to.equal(200);
    expect(await removable()).to.deep.equal([]);
    expect((await anna.get("/app")).status).to.equal(200);
    host.clock.advance(31_000);
    const code = oathtool(secret, host.clock.now());
    expect((await anna.post("/mfa/challenge/totp/verify", { code })).status).to.equal(409);
    await until(
      () => host.smtp.mailsTo(mailOf("anna")).some(({ subject }) => /was removed/.test(subject)),
      3000,
    );
    expect(host.smtp.mailsTo(mailOf("anna")).map(({ subject }) => subject)).to.include(
      "A way to sign in to Net2 was removed",
    );
  });

  it("is never the last that the policy needs, not even when the policy changes in that moment", async () => {
    await start();
    await host.mfa.policy.change({ mode: "app" });
    expect(await removable()).to.deep.equal([]);
    const refused = await remove();
    expect(refused.json()).to.deep.include({ code: "ERR_MFA_INPUT", errors: { strategy: "lastStrategy" } });
    expect((await anna.get("/app")).status).to.equal(200);
    for (const id of ["password", "email-otp", "recovery-code"])
      expect((await remove(id)).status, `${id}: nothing that was enrolled`).to.equal(422);
  });

  it("goes while MFA is off", async () => {
    await start();
    await host.mfa.policy.change({ mode: "off" });
    expect((await remove()).status).to.equal(200);
  });

  it("takes a fresh proof of the strongest, and a session", async () => {
    await start();
    host.clock.advance(6 * 60_000);
    expect((await remove()).json()).to.include({ code: "ERR_MFA_STEP_UP" });
    expect((await remove("totp", host.browser())).status).to.equal(401);
    expect((await anna.post("/mfa/card/strategies/nothing/remove")).status).to.equal(404);
    await anna.post("/mfa/challenge/totp/verify", { code: oathtool(secret, host.clock.now()) });
    const card = await anna.open("/mfa/card");
    const after = await anna.submit(card, formTo(card, "/card/strategies/totp/remove"));
    expect(after.words).to.include("no longer works");
  });

  it("ends the trust in other browsers", async () => {
    await start({ reauthDays: 30 });
    const other = host.browser();
    host.clock.advance(31_000);
    await other.post("/mfa/sign-in", { username: "anna", password: "correct horse battery" });
    const code = oathtool(secret, host.clock.now());
    await other.post("/mfa/challenge/totp/verify", { code, trust: true });
    expect((await other.get("/app")).status).to.equal(200);
    expect((await remove()).status).to.equal(200);
    expect((await other.get("/app")).status).to.equal(401);
  });
});
