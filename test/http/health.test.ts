import { expect } from "chai";
import type { Health, HealthCheck } from "../../lib/contract/index.js";
import { en, sv } from "../../lib/locales/index.js";
import { memory } from "../../storage/memory.js";
import type { Browser } from "../support/browser.js";
import { freePort } from "../support/free-port.js";
import { type Host, type HostOptions, startHost } from "../support/harness.js";
import { startSntp } from "../support/sntp-server.js";
import { signInByScript } from "../support/steps.js";

describe("GET /health", () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function start(options: HostOptions = {}): Promise<{ host: Host; engineer: Browser }> {
    const host = await startHost(options);
    closing.push(() => host.close());
    await host.addOperator("ella", { role: "engineer" });
    const engineer = host.browser();
    await signInByScript(host, engineer, "ella");
    return { host, engineer };
  }

  async function checksOf(browser: Browser): Promise<Record<string, HealthCheck>> {
    const { health } = (await browser.get("/mfa/health")).json() as { health: Health };
    return Object.fromEntries(health.map((check) => [check.id, check]));
  }

  for (const [ahead, is, level] of [
    [90_000, "slow", "error"],
    [-25_000, "fast", "warning"],
    [5_000, "right", "ok"],
  ] as const) {
    it(`says of a server whose time server is ${ahead / 1000} s ahead: ${is}, ${level}`, async () => {
      let now = Date.now;
      const sntp = await startSntp(() => now() + ahead);
      closing.push(() => sntp.close());
      const { host, engineer } = await start({ options: { probes: { sntp: [sntp.address] } } });
      now = host.clock.now;
      const { clock } = await checksOf(engineer);
      expect(clock).to.deep.equal({ id: "clock", level, is, seconds: Math.abs(ahead) / 1000 });
      const page = await engineer.open("/mfa/health");
      expect(page.words)
        .to.include(en.health.levels[level])
        .and.include(`${Math.abs(ahead) / 1000} s`);
    });
  }

  it("says so where no time server answers, and where none is named", async () => {
    const port = await freePort();
    const silent = await start({ options: { probes: { sntp: [`127.0.0.1:${port}`] } } });
    expect((await checksOf(silent.engineer)).clock).to.include({ level: "warning", is: "silent" });
    const unasked = await start();
    expect((await checksOf(unasked.engineer)).clock).to.deep.equal({
      id: "clock",
      level: "unknown",
      is: "unasked",
    });
  });

  it("tells the mail server from the internet", async () => {
    const { host, engineer } = await start({
      options: { probes: { internet: async () => ({ ok: true }) } },
    });
    expect((await checksOf(engineer)).mail).to.deep.equal({ id: "mail", level: "ok", is: "answers" });
    await host.smtp.close();
    // Kept for a minute, so that no page queues up probes.
    expect((await checksOf(engineer)).mail).to.include({ level: "ok" });
    host.clock.advance(60_000);
    const { mail, internet } = await checksOf(engineer);
    expect(mail).to.include({ level: "error", is: "notTheInternet" });
    expect(internet).to.include({ level: "ok" });
  });

  it("names whoever has no address and no second factor, and an engineer who is the only one", async () => {
    const { host, engineer } = await start();
    await host.addOperator("nils", { email: undefined });
    await host.addOperator("anna");
    const before = await checksOf(engineer);
    expect(before.addresses).to.deep.equal({
      id: "addresses",
      level: "warning",
      is: "some",
      count: 1,
      usernames: ["nils"],
    });
    expect(before.factors).to.include({ is: "some", count: 1 });
    expect(before.engineers).to.include({ level: "warning", is: "one" });
    await host.addOperator("erik", { role: "engineer" });
    expect((await checksOf(engineer)).engineers).to.include({ level: "ok", count: 2 });
  });

  it("names 20 of many, and counts them all", async () => {
    const { host, engineer } = await start();
    for (let index = 0; index < 22; index += 1) await host.addOperator(`op${index}`, { email: undefined });
    const { addresses } = await checksOf(engineer);
    expect(addresses?.count).to.equal(22);
    expect(addresses?.usernames).to.have.length(20);
  });

  it("measures a real swap, and says so where none can be made", async () => {
    const backend = memory();
    let broken = false;
    const swap = backend.swap.bind(backend);
    const { host, engineer } = await start({
      storage: Object.assign(Object.create(backend), {
        swap: (...given: Parameters<typeof swap>) =>
          broken && given[0].startsWith("health") ? Promise.reject(new Error("full")) : swap(...given),
      }),
    });
    const fine = (await checksOf(engineer)).storage;
    expect(fine).to.include({ level: "ok", is: "answers" });
    expect(fine?.milliseconds).to.be.at.least(1);
    expect((await host.stored("health")).size).to.equal(1);
    broken = true;
    host.clock.advance(60_000);
    expect((await checksOf(engineer)).storage).to.deep.equal({ id: "storage", level: "error", is: "fails" });
  });

  it("is for engineers: nobody else learns of it, signed in or not", async () => {
    const { host } = await start();
    await host.addOperator("anna");
    const anna = host.browser();
    expect((await anna.get("/mfa/health")).status).to.equal(401);
    await signInByScript(host, anna, "anna");
    const answer = await anna.get("/mfa/health");
    expect(answer.status).to.equal(403);
    expect(answer.text).to.not.include("engineers");
  });

  it("is shown under Options → Security too, in the reader's language", async () => {
    const { engineer } = await start();
    await engineer.post("/mfa/card/language", { language: "sv" });
    const page = await engineer.open("/mfa/settings");
    expect(page.words).to.include(sv.health.title).and.include(sv.health.checks.engineers.one);
    expect((await engineer.get("/mfa/settings")).json().health).to.be.an("array");
  });

  it("asks nobody where the probes are off", async () => {
    let verified = 0;
    const mailer = {
      send: async () => {},
      verify: async () => {
        verified += 1;
      },
      close() {},
    };
    const host = await startHost({ mode: "off", options: { mail: undefined, mailer, probes: false } });
    closing.push(() => host.close());
    await host.addOperator("ella", { role: "engineer" });
    const engineer = host.browser();
    await engineer.post("/mfa/sign-in", { username: "ella", password: "correct horse battery" });
    const { mail, internet, clock } = await checksOf(engineer);
    expect([mail, internet, clock].map((check) => check?.level)).to.deep.equal(Array(3).fill("unknown"));
    expect(verified).to.equal(0);
  });
});
