import { expect } from "chai";
import { en } from "../../lib/locales/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { formTo, signInByScript, stepUpByScript } from "../support/steps.js";

const days = (count: unknown) => ({ mode: "email", reauthDays: count, version: 1 });

describe("Options → Security", () => {
  let host: Host;
  let engineer: Browser;
  afterEach(() => host.close());

  const start = async (options: HostOptions = {}) => {
    host = await startHost(options);
    await host.addOperator("ella", { role: "engineer" });
    engineer = host.browser();
    if (options.mode === "off") {
      await engineer.post("/mfa/sign-in", { username: "ella", password: operatorPassword });
    } else await signInByScript(host, engineer, "ella");
  };
  const policy = () => host.mfa.policy.read();

  it("shows the policy in force, and what it can be", async () => {
    await start({ mode: "either", reauthDays: 7 });
    expect((await engineer.get("/mfa/settings")).json()).to.deep.include({
      state: "settings",
      policy: {
        mode: "either",
        also: [],
        strategies: ["email-otp", "totp"],
        reauthDays: 7,
        session: { absolute: 43_200, idle: 1800 },
        passwordless: false,
        version: 1,
      },
      modes: ["off", "email", "app", "either"],
      further: [],
      fresh: true,
    });
    const page = await engineer.open("/mfa/settings");
    expect(page.words).to.include(en.settings.modes.either).and.not.include(en.settings.off);
    expect(formTo(page, "/settings")?.fields).to.include({ version: "1", reauthDays: "7" });
  });

  it("is for engineers: another operator is refused, whoever is not signed in as well", async () => {
    await start();
    await host.addOperator("anna");
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    expect((await anna.get("/mfa/settings")).json().code).to.equal("ERR_MFA_FORBIDDEN");
    expect((await anna.post("/mfa/settings", days(3))).json().code).to.equal("ERR_MFA_FORBIDDEN");
    expect((await anna.open("/mfa/card")).words).to.not.include("Security");
    expect((await host.browser().get("/mfa/settings")).status).to.equal(401);
    expect((await host.browser().post("/mfa/settings", days(3))).status).to.equal(401);
    expect(await policy()).to.include({ reauthDays: 0, version: 1 });
  });

  it("is changed on the page, at once for everybody, and told with the old and the new", async () => {
    await start();
    const told: unknown[] = [];
    host.mfa.on("policy", ({ before, after, operator }) =>
      told.push([before?.reauthDays, after.reauthDays, operator?.username]),
    );
    const page = await engineer.open("/mfa/settings");
    const saved = await engineer.submit(page, formTo(page, "/settings"), {
      mode: "either",
      reauthDays: "90",
    });
    expect(saved.words).to.include(en.done.settings);
    expect(await policy()).to.deep.include({ strategies: ["email-otp", "totp"], reauthDays: 90, version: 2 });
    expect(told).to.deep.equal([[0, 90, "ella"]]);
  });

  it("asks for a fresh proof, and shows the way to one", async () => {
    await start();
    host.clock.advance(6 * 60_000);
    expect((await engineer.post("/mfa/settings", days(3))).json().code).to.equal("ERR_MFA_STEP_UP");
    const page = await engineer.open("/mfa/settings");
    expect(page.text)
      .to.include("/mfa/?need=fresh&amp;anyOf=email-otp&amp;returnTo=%2Fmfa%2Fsettings")
      .and.include("disabled");
    expect(await policy()).to.include({ version: 1 });
    await stepUpByScript(host, engineer, "ella");
    expect((await engineer.post("/mfa/settings", days(3))).status).to.equal(200);
  });

  it("takes whole days from 0 to 90 and nothing else, and keeps what was typed", async () => {
    await start();
    for (const wrong of [
      -1,
      91,
      1.5,
      "",
      "NaN",
      "7 ",
      "1e1",
      "0x7",
      "٧",
      null,
      undefined,
      [7],
      { days: 7 },
      true,
    ]) {
      const answer = await engineer.post("/mfa/settings", days(wrong));
      expect(answer.status, JSON.stringify(wrong)).to.equal(422);
      expect(answer.json().errors).to.deep.equal({ reauthDays: "days" });
    }
    const page = await engineer.open("/mfa/settings");
    const refused = await engineer.submit(page, formTo(page, "/settings"), {
      mode: "email",
      reauthDays: "7 days",
    });
    expect(formTo(refused, "/settings")?.fields.reauthDays).to.equal("7 days");
    expect(refused.words).to.include(en.errors.days);
    for (const wrong of ["none", "__proto__", "", 7, ["email"], undefined]) {
      const answer = await engineer.post("/mfa/settings", { ...days(3), mode: wrong });
      expect(answer.json().errors, JSON.stringify(wrong)).to.have.property("mode");
    }
    for (const also of ["sms", ["totp2"], "password", "constructor"])
      expect((await engineer.post("/mfa/settings", { ...days(3), also })).status, String(also)).to.equal(422);
    expect(await policy()).to.include({ reauthDays: 0, version: 1 });
    for (const right of [0, 90, "30"]) {
      const { version } = await policy();
      expect((await engineer.post("/mfa/settings", { ...days(right), version })).status).to.equal(200);
    }
  });

  it("lets the first of two engineers win, and tells the other how it is now", async () => {
    await start();
    await host.addOperator("emil", { role: "engineer" });
    host.clock.advance(60_000);
    const other = host.browser();
    await signInByScript(host, other, "emil");
    const both = await Promise.all([
      engineer.post("/mfa/settings", days(10)),
      other.post("/mfa/settings", days(20)),
    ]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
    const lost = both.find(({ status }) => status === 409)?.json();
    const { reauthDays } = await policy();
    expect(lost).to.deep.include({ code: "ERR_MFA_CONFLICT", state: "settings" });
    expect(lost?.policy).to.include({ reauthDays, version: 2 });
  });

  it("says first whom a mode would lock out, and does it only when that is understood", async () => {
    await start({ mode: "off" });
    await host.addOperator("nils", { email: undefined });
    await stepUp();
    const asked = { mode: "email", reauthDays: 0, version: 1 };
    const refused = await engineer.post("/mfa/settings", asked);
    expect(refused.json()).to.deep.include({
      code: "ERR_MFA_LOCKOUT",
      lockout: { count: 1, usernames: ["nils"], mail: true, everyEngineer: false },
    });
    expect(await policy()).to.include({ version: 1 });
    const page = await engineer.open("/mfa/settings");
    const warned = await engineer.submit(page, formTo(page, "/settings"), { mode: "email", reauthDays: "0" });
    expect(warned.words).to.include("nils").and.include(en.settings.understood);
    const done = await engineer.submit(warned, formTo(warned, "/settings"), {
      mode: "email",
      confirm: "true",
    });
    expect(done.words).to.include(en.done.settings);
    expect(await policy()).to.deep.include({ strategies: ["email-otp"] });
    await stepUp();
    const later = await engineer.post("/mfa/settings", { mode: "email", reauthDays: 7, version: 2 });
    expect(later.status, "who is out already is not locked out by the days").to.equal(200);
  });

  it("says that no mail can be sent, before it asks everybody for codes by mail", async () => {
    await start({ mode: "off" });
    await stepUp();
    await host.smtp.close();
    const refused = await engineer.post("/mfa/settings", { mode: "email", reauthDays: 0, version: 1 });
    expect(refused.json().lockout).to.include({ count: 0, mail: false });
  });

  it("never locks out every engineer, confirmed or not", async () => {
    host = await startHost({ mode: "off" });
    await host.addOperator("ella", { role: "engineer", email: undefined });
    engineer = host.browser();
    await engineer.post("/mfa/sign-in", { username: "ella", password: operatorPassword });
    await stepUp();
    const asked = { mode: "app", reauthDays: 0, version: 1, confirm: true };
    const refused = await engineer.post("/mfa/settings", asked);
    expect(refused.json()).to.include({ code: "ERR_MFA_LOCKOUT" });
    expect(refused.json().lockout).to.include({ everyEngineer: true });
    expect(await policy()).to.deep.include({ strategies: [], version: 1 });
  });

  it("turns MFA off only where that is ticked: no slip of the hand does it", async () => {
    await start();
    const off = { mode: "off", reauthDays: 0, version: 1 };
    const refused = await engineer.post("/mfa/settings", off);
    expect(refused.json()).to.deep.include({ code: "ERR_MFA_INPUT", errors: { confirmOff: "tick" } });
    expect(await policy()).to.deep.include({ strategies: ["email-otp"] });
    const page = await engineer.open("/mfa/settings");
    expect(page.words).to.not.include(en.settings.confirmOff);
    const asked = await engineer.submit(page, formTo(page, "/settings"), { mode: "off" });
    expect(asked.status).to.equal(422);
    expect(asked.words).to.include(en.settings.confirmOff);
    const done = await engineer.submit(asked, formTo(asked, "/settings"), {
      mode: "off",
      confirmOff: "true",
    });
    expect(done.words).to.include(en.done.settings).and.include(en.settings.off);
  });

  it("says that they are saved to whoever is signed out by them", async () => {
    await start({ mode: "either" });
    const page = await engineer.open("/mfa/settings");
    const again = await engineer.submit(page, formTo(page, "/settings"), { mode: "app" });
    expect(again.words).to.include(en.done["settings-again"]).and.include(en.signIn.title);
    expect(await policy()).to.deep.include({ strategies: ["totp"] });
  });

  it("has a banner while MFA is off", async () => {
    await start({ mode: "off" });
    expect((await engineer.open("/mfa/settings")).words).to.include(en.settings.off);
  });

  /** A fresh proof where MFA is off. */
  async function stepUp(): Promise<void> {
    const page = await engineer.open("/mfa/settings");
    expect(formTo(page, "/settings")).to.exist;
    if ((await engineer.get("/mfa/settings")).json().fresh === true) return;
    await stepUpByScript(host, engineer, "ella");
    expect((await engineer.get("/mfa/settings")).json().fresh).to.equal(true);
  }
});
