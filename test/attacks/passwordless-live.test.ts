import { request } from "node:http";
import { expect } from "chai";
import type { Authenticator } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import type { Host } from "../support/harness.js";
import { connect, serveLive } from "../support/live.js";
import {
  aloneBody,
  deviceAt,
  enrolPasskey,
  keptPasskeys,
  signInAlone,
  startPasskeyHost,
  withPasskeys,
} from "../support/passkeys.js";
import { createApp, signInByScript } from "../support/steps.js";
import { startTwoHosts, type TwoHosts } from "../support/two-processes.js";
import { until } from "../support/until.js";

type Headers = Readonly<Record<string, string>>;

/** A socket that is upgraded where the check lets it, and closed by its signal. */
function serveUpgrades(host: Host): void {
  host.server.on("upgrade", async (req, socket) => {
    socket.on("error", () => socket.destroy());
    const checked = await host.mfa.check(req);
    if (!checked.ok) return void socket.end(`HTTP/1.1 ${checked.problem.status} No\r\n\r\n`);
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: test\r\nConnection: Upgrade\r\n\r\n");
    checked.signal.addEventListener("abort", () => socket.destroy(), { once: true });
  });
}

/** 101 and when it was closed, or the status that it was refused with. */
function upgrade(host: Host, headers: Headers): Promise<{ status: number; closed: Promise<number> }> {
  return new Promise((resolve, reject) => {
    const sent = { Host: new URL(host.base).host, ...headers, Connection: "Upgrade", Upgrade: "test" };
    const req = request(`${host.via}/live`, { agent: false, headers: sent });
    req.on("upgrade", (_res, socket) => {
      socket.on("error", () => {});
      const closed = new Promise<number>((done) => socket.once("close", () => done(performance.now())));
      socket.resume();
      resolve({ status: 101, closed });
    });
    req.on("response", (res) => {
      res.resume();
      resolve({ status: res.statusCode ?? 0, closed: Promise.resolve(performance.now()) });
    });
    req.once("error", reject);
    req.end();
  });
}

const bearer = (token: string): Headers => ({ Authorization: `Bearer ${token}` });

async function appAlone(host: Host, device: Authenticator): Promise<string> {
  const body = { ...(await aloneBody(host.browser(), device)), client: "app" };
  return String((await createApp(host).post("/mfa/sign-in/passkey", body)).json().token);
}

describe("what a passkey alone has opened, and is taken back", () => {
  let host: Host;
  let owner: Browser;
  let device: Authenticator;
  beforeEach(async () => {
    host = await startPasskeyHost();
    await host.addOperator("ella", { role: "engineer" });
    owner = host.browser();
    await signInByScript(host, owner, "ella");
    device = deviceAt(host);
    await enrolPasskey(owner, device, "Phone");
    await enrolPasskey(owner, deviceAt(host), "Laptop");
    serveLive(host);
    serveUpgrades(host);
  });
  afterEach(() => host.close());

  const ends: Readonly<Record<string, () => Promise<unknown>>> = {
    "the policy takes it alone no more": () => host.mfa.policy.change({ passwordless: false }),
    "the policy takes no passkeys any more": () => host.mfa.policy.change({ strategies: ["email-otp"] }),
    "it was removed": async () => {
      const phone = (await keptPasskeys(owner)).find(({ name }) => name === "Phone");
      await owner.post(`/mfa/card/strategies/passkey/${phone?.id}/remove`);
    },
    "MFA is turned off": () => host.mfa.policy.change({ mode: "off" }),
  };
  for (const [what, happens] of Object.entries(ends))
    it(`falls at once when ${what}: pages, streams, sockets, apps, and an engineer's settings and keys`, async () => {
      const browser = host.browser();
      await signInAlone(browser, device);
      const token = await appAlone(host, device);
      const cookie = { Cookie: browser.jar.header(new URL(host.base)) ?? "", Origin: host.base };
      const made = await browser.post("/mfa/service-keys", { name: "Doors", scopes: "doors:read", days: 1 });
      expect(made.status, made.text).to.equal(200);
      const opened = [await connect(host, cookie), await connect(host, bearer(token))];
      const sockets = [await upgrade(host, cookie), await upgrade(host, bearer(token))];
      expect([...opened, ...sockets].map(({ status }) => status)).to.deep.equal([200, 200, 101, 101]);
      const start = performance.now();
      await happens();
      for (const stream of opened) expect(await stream.ended).to.include("goodbye");
      for (const socket of sockets) expect((await socket.closed) - start).to.be.below(900);
      for (const path of [
        "/app",
        "/app/fresh",
        "/mfa/card",
        "/mfa/settings",
        "/mfa/service-keys",
        "/mfa/audit",
      ])
        expect((await browser.get(path)).status, path).to.equal(401);
      expect((await createApp(host, token).get("/app")).status).to.equal(401);
      expect((await connect(host, cookie)).status).to.equal(401);
      expect((await upgrade(host, bearer(token))).status).to.equal(401);
    });
});

describe("the same in another process", () => {
  let hosts: TwoHosts;
  afterEach(() => hosts.close());

  for (const staleness of [0, 1])
    it(`falls within ${staleness} s, and at once where a proof is asked for or a connection is opened`, async () => {
      hosts = await startTwoHosts(withPasskeys({ staleness }));
      const { here, there } = hosts;
      for (const host of [here, there]) serveUpgrades(host);
      await here.addOperator("anna");
      const owner = here.browser();
      await signInByScript(here, owner, "anna");
      const device = deviceAt(here);
      await enrolPasskey(owner, device);
      const [first, second] = [await appAlone(here, device), await appAlone(here, device)];
      const at = (token: string, path = "/app") => createApp(there, token).get(path);
      expect([(await at(first)).status, (await at(second)).status]).to.deep.equal([200, 200]);
      const socket = await upgrade(there, bearer(first));
      expect(socket.status).to.equal(101);

      const start = performance.now();
      await here.mfa.policy.change({ passwordless: false });
      expect((await upgrade(there, bearer(second))).status, "a new connection").to.equal(401);
      expect((await at(second, "/app/fresh")).status, "a fresh proof").to.equal(401);
      await until(async () => (await at(first)).status === 401, 3000);
      expect(performance.now() - start).to.be.below(staleness * 1000 + 900);
      await socket.closed;
    }).timeout(20_000);

  it("ends a connection that is open there, where nothing else is asked: it is looked at once a second", async () => {
    hosts = await startTwoHosts(withPasskeys());
    const { here, there } = hosts;
    serveUpgrades(there);
    await here.addOperator("anna");
    const owner = here.browser();
    await signInByScript(here, owner, "anna");
    const device = deviceAt(here);
    await enrolPasskey(owner, device);
    const token = await appAlone(here, device);
    const socket = await upgrade(there, bearer(token));
    expect(socket.status).to.equal(101);
    const start = performance.now();
    await here.mfa.policy.change({ passwordless: false });
    // What is held there may be a second old as well.
    expect((await socket.closed) - start).to.be.below(2900);
  }).timeout(20_000);
});
