import { Agent, request } from "node:http";
import { expect } from "chai";
import type { Browser } from "../support/browser.js";
import { type Host, startHost } from "../support/harness.js";
import { connect, serveLive } from "../support/live.js";
import { oathtool } from "../support/oathtool.js";
import { enrolApp, signInApp, signInByScript, stepUpByScript } from "../support/steps.js";
import { startTwoHosts } from "../support/two-processes.js";

const minute = 60_000;

describe("mfa.check", () => {
  let host: Host;
  let browser: Browser;
  beforeEach(async () => {
    host = await startHost({ reauthDays: 7 });
    await host.addOperator("anna");
    serveLive(host);
    browser = host.browser();
    await signInByScript(host, browser, "anna");
  });
  afterEach(() => host.close());

  const cookie = () => browser.jar.header(new URL(host.base));
  const live = (headers: Record<string, string | undefined> = {}) =>
    connect(host, { Cookie: cookie(), Origin: host.base, ...headers });

  it("lets in whom the policy lets in, and only from our own origin", async () => {
    const open = await live();
    expect(open.status).to.equal(200);
    open.close();
    for (const Origin of [undefined, "https://evil.example", "null", `${host.base}.evil.example`]) {
      const refused = await live({ Origin });
      expect(refused.status, String(Origin)).to.equal(403);
      expect(await refused.ended).to.equal("ERR_MFA_ORIGIN");
    }
    expect((await live({ Cookie: undefined })).status).to.equal(401);
  });

  it("takes the browser's own word where it says no origin, as for an EventSource", async () => {
    const open = await live({ Origin: undefined, "Sec-Fetch-Site": "same-origin" });
    expect(open.status).to.equal(200);
    open.close();
    for (const from of ["same-site", "cross-site", "none", "same-origin, cross-site"])
      expect((await live({ Origin: undefined, "Sec-Fetch-Site": from })).status, from).to.equal(403);
    const lie = { Origin: "https://evil.example", "Sec-Fetch-Site": "same-origin" };
    expect((await live(lie)).status, "an origin that is said decides").to.equal(403);
  });

  it("asks no origin of an app, which brings its token itself", async () => {
    host.clock.advance(minute);
    const token = await signInApp(host, "anna");
    const open = await connect(host, { Authorization: `Bearer ${token}` });
    expect(open.status).to.equal(200);
    open.close();
    expect((await live({ Authorization: `Bearer ${token}` })).status, "with a cookie too").to.equal(400);
  });

  it("says who it is not, before the code", async () => {
    const pending = host.browser();
    await pending.post("/mfa/sign-in", { username: "anna", password: "correct horse battery" });
    const refused = await connect(host, {
      Cookie: pending.jar.header(new URL(host.base)),
      Origin: host.base,
    });
    expect(refused.status).to.equal(401);
    expect(await refused.ended).to.equal("ERR_MFA_SIGN_IN");
  });

  const ends: readonly (readonly [what: string, within: number, happens: () => Promise<unknown>])[] = [
    ["the operator signs out", 500, () => browser.post("/mfa/sign-out")],
    [
      "the operator is disabled",
      500,
      async () => host.mfa.operators.disable((await host.mfa.operators.find("anna"))?.id ?? ""),
    ],
    ["the policy asks for something else", 500, () => host.mfa.policy.change({ mode: "app" })],
    ["mfa is closed", 500, () => host.mfa.close()],
    ["the session has been idle for too long", 2000, async () => host.clock.advance(31 * minute)],
  ];
  for (const [what, within, happens] of ends) {
    it(`ends what is open within ${within} ms when ${what}`, async () => {
      const open = await live();
      const start = performance.now();
      await happens();
      expect(await open.ended).to.equal("hello anna, goodbye");
      expect(performance.now() - start).to.be.below(within);
    }).timeout(5000);
  }

  it("leaves it open when the policy asks for what was given", async () => {
    const open = await live();
    let over = false;
    void open.ended.then(() => {
      over = true;
    });
    await host.mfa.policy.change({ mode: "either" });
    await host.mfa.policy.change({ reauthDays: 0 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(over).to.equal(false);
    open.close();
  });

  it("leaves it open when the session proves itself again: its secret is a new one, the session is not", async () => {
    const open = await live();
    let over = false;
    void open.ended.then(() => {
      over = true;
    });
    host.clock.advance(31_000);
    expect((await stepUpByScript(host, browser, "anna")).status).to.equal(200);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(over).to.equal(false);
    await browser.post("/mfa/sign-out");
    expect(await open.ended).to.equal("hello anna, goodbye");
  });

  const elsewhere: readonly (readonly [
    what: string,
    happens: (there: Host, id: string) => Promise<unknown>,
  ])[] = [
    ["ends the session", (there, id) => there.mfa.operators.signOutEverywhere(id)],
    ["disables the operator", (there, id) => there.mfa.operators.disable(id)],
    ["tightens the policy", (there) => there.mfa.policy.change({ mode: "app" })],
  ];
  for (const [what, happens] of elsewhere) {
    it(`ends what is open within 2.5 s when another process ${what}`, async () => {
      const { here, there, close } = await startTwoHosts();
      try {
        const { id } = await here.addOperator("bo");
        serveLive(here);
        const bo = here.browser();
        await signInByScript(here, bo, "bo");
        const open = await connect(here, { Cookie: bo.jar.header(new URL(here.base)), Origin: here.base });
        expect(open.status).to.equal(200);
        const start = performance.now();
        await happens(there, id);
        expect(await open.ended).to.equal("hello bo, goodbye");
        expect(performance.now() - start).to.be.below(2500);
      } finally {
        await close();
      }
    });
  }

  it("lets in no program by its key, and nobody by a host's other scheme", async () => {
    const ella = host.browser();
    await host.addOperator("ella", { role: "engineer" });
    await signInByScript(host, ella, "ella");
    const made = await ella.post("/mfa/service-keys", { name: "Panel", scopes: ["events:read"] });
    const { key } = made.json().made as { key: string };
    for (const Authorization of [`Bearer ${key}`, "Bearer x", "Bearer"])
      expect((await connect(host, { Authorization, Origin: host.base })).status, Authorization).to.equal(401);
    // No bearer of ours: the cookie counts, and so does where the page is from.
    const basic = { Authorization: "Basic YTpi" };
    expect((await live(basic)).status).to.equal(200);
    expect((await live({ ...basic, Origin: "https://evil.example" })).status).to.equal(403);
  });

  it("never throws: a need that is not met, and a store that is not there, are answers", async () => {
    const other = await startHost({ ready: false });
    try {
      serveLive(other);
      const early = await connect(other, { Origin: other.base });
      expect(early.status).to.equal(503);
      expect(await early.ended).to.equal("ERR_MFA_NOT_READY");
    } finally {
      await other.close();
    }
  });

  it("says that it is over where the socket was closed while it looked", async () => {
    host.app.get("/gone", async (req) => {
      req.socket.destroy();
      const result = await host.mfa.check(req);
      told(result.ok && result.signal.aborted);
    });
    let told: (over: boolean) => void = () => {};
    const over = new Promise<boolean>((resolve) => {
      told = resolve;
    });
    await browser.request("/gone", { headers: { Origin: host.base } }).catch(() => {});
    expect(await over).to.equal(true);
  });

  it("watches a request no longer than it takes, however many there are on one connection", async () => {
    const signals: AbortSignal[] = [];
    host.app.get("/event", async (req, res) => {
      const result = await host.mfa.check(req);
      if (result.ok) signals.push(result.signal);
      res.end();
    });
    const warnings: string[] = [];
    const warn = ({ name }: Error) => void warnings.push(name);
    process.on("warning", warn);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const headers = { Cookie: cookie(), Origin: host.base, Host: new URL(host.base).host };
    for (let n = 0; n < 12; n++)
      await new Promise<void>((resolve, reject) => {
        const req = request(`${host.via}/event`, { agent, headers }, (res) =>
          res.resume().on("end", resolve),
        );
        req.on("error", reject).end();
      });
    agent.destroy();
    await browser.post("/mfa/sign-out");
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.off("warning", warn);
    expect(warnings).to.deep.equal([]);
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal(Array(12).fill(false));
  });

  it("ends what was opened by one factor when that one goes, though the policy is met by another", async () => {
    await host.mfa.policy.change({ mode: "either" });
    const secret = await enrolApp(host, browser);
    host.clock.advance(minute);
    await browser.post("/mfa/challenge/totp/verify", { code: oathtool(secret, host.clock.now()) });
    serveLive(host, { anyOf: ["totp"] }, "/live-totp");
    const open = await connect(host, { Cookie: cookie(), Origin: host.base }, "/live-totp");
    expect(open.status).to.equal(200);
    expect((await browser.post("/mfa/card/strategies/totp/remove")).status).to.equal(200);
    expect(await open.ended).to.equal("hello anna, goodbye");
    expect((await browser.get("/app")).status, "the session goes on").to.equal(200);
  });

  it("asks for a fresh proof where it is told to", async () => {
    host.app.get("/live-fresh", async (req, res) => {
      const result = await host.mfa.check(req, { maxAge: 300 });
      res.json(result.ok ? { ok: true } : result);
    });
    const ask = async () => (await browser.request("/live-fresh", { headers: { Origin: host.base } })).json();
    expect(await ask()).to.deep.equal({ ok: true });
    host.clock.advance(301_000);
    expect((await ask()).problem).to.include({ code: "ERR_MFA_STEP_UP", status: 401 });
  });
});
