import { expect } from "chai";
import type { Health } from "../../lib/contract/index.js";
import { en } from "../../lib/locales/index.js";
import { memory } from "../../storage/memory.js";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { oathtool } from "../support/oathtool.js";
import { enrolApp, signInByScript } from "../support/steps.js";

describe("/health", () => {
  let host: Host;
  let engineer: Browser;
  afterEach(() => host.close());

  const start = async (options: HostOptions = {}) => {
    host = await startHost({ mode: "either", ...options });
    await host.addOperator("ella", { role: "engineer" });
    engineer = host.browser();
    await signInByScript(host, engineer, "ella");
  };
  const look = async () => (await engineer.get("/mfa/health")).json().health as Health;

  it("says how clock, mail, internet, storage, operators and engineers are, in words and by JSON", async () => {
    await start();
    await host.addOperator("nils", { email: undefined });
    const health = await look();
    expect(health).to.deep.include({
      clock: { level: "unknown" },
      mail: { level: "ok" },
      internet: { level: "unknown" },
      withoutEmail: { level: "warning", count: 1, usernames: ["nils"] },
      withoutStrategy: { level: "warning", count: 1, usernames: ["nils"] },
      lockedOut: { level: "error", count: 1, usernames: ["nils"] },
      engineers: { level: "warning", count: 1 },
    });
    expect(health.storage.level).to.equal("ok");
    for (const path of ["/mfa/health", "/mfa/settings"]) {
      const { words } = await engineer.open(path);
      expect(words).to.include(en.health.mail.ok).and.include(en.health.engineers.one).and.include("nils");
      expect(words).to.include(en.health.levels.warning);
    }
  });

  it("counts nobody as locked out who has an invitation or a handover code, nor while MFA is off", async () => {
    await start();
    const { id } = await host.mfa.operators.add({ username: "nils" });
    await host.mfa.operators.invite(id);
    const { id: bo } = await host.addOperator("bo", { email: undefined });
    await host.mfa.operators.reset(bo);
    expect((await look()).lockedOut).to.deep.equal({ level: "ok", count: 0, usernames: [] });
    await host.addOperator("cy", { email: undefined });
    await host.mfa.policy.change({ mode: "off" });
    expect((await host.mfa.maintenance.health()).lockedOut).to.include({ level: "ok" });
  });

  it("is for engineers only, and shown to nobody else", async () => {
    await start();
    await host.addOperator("anna");
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    expect((await anna.get("/mfa/health")).status).to.equal(403);
    expect((await host.browser().get("/mfa/health")).status).to.equal(401);
  });

  it("looks again at once when the storage could not be listed: one fault closes no page for a minute", async () => {
    const backend = memory();
    let broken = false;
    const list = async (...range: Parameters<typeof backend.list>) => {
      if (broken && range[0].startsWith("op")) throw new Error("gone");
      return backend.list(...range);
    };
    await start({ storage: Object.assign(Object.create(backend), { list }) });
    broken = true;
    expect((await engineer.get("/mfa/health")).status).to.equal(503);
    broken = false;
    expect((await engineer.get("/mfa/health")).status).to.equal(200);
    expect((await engineer.get("/mfa/settings")).status).to.equal(200);
  });

  it("looks once a minute, and anew when the policy changes", async () => {
    let asked = 0;
    await start({ options: { probes: { mail: async () => ++asked > 0 } } });
    await Promise.all(Array.from({ length: 10 }, look));
    expect(asked).to.equal(1);
    await host.addOperator("nils", { email: undefined });
    expect((await look()).withoutEmail.count).to.equal(0);
    await host.mfa.policy.change({ reauthDays: 3 });
    expect((await look()).withoutEmail.count).to.equal(1);
  });

  for (const [ahead, level, text] of [
    [0, "ok", en.health.clock.byServer.ok],
    [20_000, "warning", "20 seconds behind"],
    [-90_000, "error", "90 seconds ahead"],
  ] as const) {
    it(`says that the clock is ${level} where the right time is ${ahead / 1000} s ahead`, async () => {
      await start({ options: { probes: { clock: async () => ahead } } });
      expect((await look()).clock).to.deep.include({ level, by: "server", ahead: -ahead / 1000 + 0 });
      expect((await engineer.open("/mfa/health")).words).to.include(text);
    });
  }

  it("knows the clock by the codes of five operators, where no server can be asked", async () => {
    await start({ options: { probes: { clock: () => Promise.reject(new Error("no route")) } } });
    for (let number = 0; number < 5; number += 1) {
      const name = `op${number}`;
      await host.addOperator(name);
      const browser = host.browser();
      await signInByScript(host, browser, name);
      const secret = await enrolApp(host, browser);
      host.clock.advance(91_000);
      const again = host.browser();
      await again.post("/mfa/sign-in", { username: name, password: operatorPassword });
      // Each phone is half a minute ahead.
      const code = oathtool(secret, host.clock.now() + 30_000);
      expect((await again.post("/mfa/challenge/totp/verify", { code })).status).to.equal(200);
    }
    const { clock } = await look();
    expect(clock).to.include({ by: "codes", detail: "no route" });
    expect(clock.ahead).to.be.within(-46, -15);
    expect(clock.level).to.be.oneOf(["warning", "error"]);
  });

  it("takes mail for broken where codes go by it, and for worth a look where they do not", async () => {
    await start({ options: { probes: { mail: async () => false } } });
    expect((await look()).mail).to.deep.equal({ level: "error" });
    await host.mfa.policy.change({ mode: "off" });
    expect((await look()).mail).to.deep.equal({ level: "warning" });
  });
});
