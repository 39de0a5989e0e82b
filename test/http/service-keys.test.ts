import { expect } from "chai";
import type { Browser } from "../support/browser.js";
import { type Host, type HostOptions, startHost } from "../support/harness.js";
import { createApp, formTo, signInApp, signInByScript } from "../support/steps.js";
import { startTwoHosts } from "../support/two-processes.js";
import { until } from "../support/until.js";

const day = 86_400_000;

describe("service keys", () => {
  let host: Host;
  let ella: Browser;
  afterEach(() => host.close());

  async function start(options: HostOptions = {}) {
    host = await startHost(options);
    host.app.get("/api/events", host.mfa.protect({ service: "events:read" }), (req, res) => {
      const { mfaService: service, mfa } = req;
      res.json({ service, operator: mfa?.operator.username, user: req.user });
    });
    host.app.get("/api/secret", host.mfa.protect({ service: "secrets:read", maxAge: 60 }), (_req, res) => {
      res.json({ secret: true });
    });
    await host.addOperator("ella", { role: "engineer" });
    ella = host.browser();
    await signInByScript(host, ella, "ella");
  }
  const make = (more: object = {}) =>
    ella.post("/mfa/service-keys", { name: "Time recording", scopes: ["events:read"], ...more });
  const made = async (more: object = {}) => {
    const answer = await make(more);
    expect(answer.status, answer.text).to.equal(200);
    return answer.json().made as { readonly id: string; readonly key: string };
  };
  const use = (key: string, path = "/api/events", headers: Record<string, string> = {}) =>
    host.browser().request(path, {
      headers: { Accept: "application/json", Authorization: `Bearer ${key}`, ...headers },
    });

  it("open what has one of their scopes, and tell the host which program it is", async () => {
    await start();
    const { id, key } = await made({ scopes: "events:read people:read" });
    expect(key).to.match(/^mfa_sk_[\w-]{22}_[\w-]{43}$/);
    const answer = await use(key);
    expect(answer.status).to.equal(200);
    expect(answer.json()).to.deep.equal({
      service: { id, name: "Time recording", scopes: ["events:read", "people:read"] },
    });
    expect((await ella.get("/api/events")).json(), "operators as ever").to.include({ operator: "ella" });
    expect((await host.browser().get("/api/events")).status).to.equal(401);
  });

  it("open nothing else: no other scope, no route without one, and none of our own", async () => {
    await start();
    const { key } = await made();
    for (const path of ["/api/secret", "/app", "/app/fresh"]) {
      const refused = await use(key, path);
      expect([refused.status, refused.json().code], path).to.deep.equal([403, "ERR_MFA_SCOPE"]);
      expect(refused.headers["www-authenticate"]).to.match(/^Bearer error="insufficient_scope"/);
    }
    expect((await use(key, "/api/secret")).headers["www-authenticate"]).to.include('scope="secrets:read"');
    for (const path of ["/mfa/card", "/mfa/settings", "/mfa/operators", "/mfa/service-keys", "/mfa/audit"])
      expect((await use(key, path)).status, path).to.equal(401);
    const post = await createApp(host, key).post("/mfa/service-keys", { name: "x", scopes: ["x"] });
    expect(post.status).to.equal(401);
    expect((await use(key, "/hello")).json(), "nobody").to.deep.equal({ user: null });
    const page = await use(key, "/app", { Accept: "text/html", "Sec-Fetch-Mode": "navigate" });
    expect(page.status, "no page, and no way into the flow").to.equal(403);
    expect(page.headers["content-type"]).to.include("problem+json");
  });

  it("are no operator's token, and no operator's token is one; with a cookie beside it neither", async () => {
    await start();
    const { key } = await made();
    const [, , id = "", secret = ""] = /^(mfa_sk)_(.{22})_(.{43})$/.exec(key) ?? [];
    host.clock.advance(31_000);
    const token = await signInApp(host, "ella");
    for (const wrong of [
      `mfa_sk_${id}_${"A".repeat(43)}`,
      `mfa_sk_${"A".repeat(22)}_${secret}`,
      `mfa_sk_${id}`,
      "mfa_sk_",
      key.slice(0, -1),
      `${key}A`,
      `mfa_sk_${token}`,
    ]) {
      const answer = await use(wrong);
      expect([answer.status, answer.json().code], wrong).to.deep.equal([401, "ERR_MFA_SIGN_IN"]);
      expect(answer.headers["www-authenticate"]).to.equal('Bearer error="invalid_token"');
    }
    const cookie = ella.jar.header(new URL(host.base)) ?? "";
    expect((await use(key, "/api/events", { Cookie: cookie })).status).to.equal(400);
  });

  it("are shown once; in the store lies a hash", async () => {
    await start();
    const { key } = await made();
    const list = await ella.get("/mfa/service-keys");
    expect(list.json().keys).to.have.length(1);
    expect(list.text).not.to.include(key).and.not.include("mfa_sk_");
    expect((await ella.open("/mfa/service-keys")).words).to.include("Time recording");
    for (const [name, value] of await host.stored())
      expect(`${name} ${value}`).not.to.include(key.slice(-43));
  });

  it("are made and ended by system engineers who have just shown again who they are", async () => {
    await start();
    const { id, key } = await made();
    await host.addOperator("anna");
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    expect((await anna.get("/mfa/service-keys")).status).to.equal(403);
    for (const path of ["", `/${id}/end`, "/end"])
      expect((await anna.post(`/mfa/service-keys${path}`, { name: "x", scopes: ["x"] })).status).to.equal(
        403,
      );
    host.clock.advance(6 * 60_000);
    for (const path of ["", `/${id}/end`, "/end"]) {
      const answer = await ella.post(`/mfa/service-keys${path}`, { name: "x", scopes: ["x"] });
      expect(answer.json().code, path).to.equal("ERR_MFA_STEP_UP");
    }
    expect((await use(key)).status).to.equal(200);
  });

  it("die at once: one by one, all of them, when their days are over, and after a backup was put back", async () => {
    await start();
    const one = await made({ name: "one" });
    const two = await made({ name: "two" });
    expect((await ella.post(`/mfa/service-keys/${one.id}/end`)).status).to.equal(200);
    expect([(await use(one.key)).status, (await use(two.key)).status]).to.deep.equal([401, 200]);
    expect((await ella.post(`/mfa/service-keys/${one.id}/end`)).status).to.equal(404);
    const three = await made({ name: "three" });
    expect((await ella.post("/mfa/service-keys/end")).status).to.equal(200);
    expect([(await use(two.key)).status, (await use(three.key)).status]).to.deep.equal([401, 401]);
    const short = await made({ name: "short", days: 1 });
    const long = await made({ name: "long", days: 365 });
    host.clock.advance(day);
    expect([(await use(short.key)).status, (await use(long.key)).status]).to.deep.equal([401, 200]);
    await host.mfa.maintenance.afterRestore();
    expect((await use(long.key)).status).to.equal(401);
  });

  describe("beside another process", () => {
    let use: (key: string) => Promise<number>;
    let close: () => Promise<void>;
    beforeEach(async () => {
      const two = await startTwoHosts();
      ({ close } = two);
      host = two.here;
      const { there } = two;
      await host.addOperator("ella", { role: "engineer" });
      ella = host.browser();
      await signInByScript(host, ella, "ella");
      there.app.get("/api/events", there.mfa.protect({ service: "events:read" }), (_req, res) => {
        res.json({});
      });
      use = async (key) => {
        const headers = { Authorization: `Bearer ${key}` };
        return (await there.browser().request("/api/events", { headers })).status;
      };
    });
    afterEach(async () => {
      await close();
      await start();
    });

    it("are ended there too", async () => {
      const { id, key } = await made();
      expect(await use(key)).to.equal(200);
      await ella.post(`/mfa/service-keys/${id}/end`);
      await until(async () => (await use(key)) === 401, 2000);
    });

    it("are good there at once: what is held is read again before a key is refused", async () => {
      const one = await made({ name: "one" });
      expect(await use(one.key), "so that it holds the keys").to.equal(200);
      const two = await made({ name: "two" });
      expect(await use(two.key)).to.equal(200);
      await host.mfa.maintenance.afterRestore();
      ella = host.browser();
      await signInByScript(host, ella, "ella");
      const three = await made({ name: "three" });
      expect(await use(three.key), "under a policy that it did not hold either").to.equal(200);
      expect([await use(one.key), await use(two.key)]).to.deep.equal([401, 401]);
    });
  });

  it("are good from their own addresses only", async () => {
    await start();
    const { key } = await made({ addresses: ["192.0.2.0/24", "2001:db8::1"] });
    const from = async (address: string) =>
      (await use(key, "/api/events", { "X-Forwarded-For": address })).status;
    for (const address of ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1"])
      expect(await from(address), address).to.equal(200);
    for (const address of ["192.0.3.7", "2001:db8::2", "127.0.0.1", "nonsense"])
      expect(await from(address), address).to.equal(403);
    const refused = await use(key, "/api/events", { "X-Forwarded-For": "198.51.100.1" });
    expect(refused.json().code).to.equal("ERR_MFA_ADDRESS");
    const { key: own } = await made({ name: "On this machine", addresses: ["127.0.0.1", "fe80::/10"] });
    const near = async (address: string) =>
      (await use(own, "/api/events", { "X-Forwarded-For": address })).status;
    expect([await near("127.0.0.1"), await near("fe80::1")]).to.deep.equal([200, 200]);
    // What a proxy says that is no address is nobody's, and not the proxy's own.
    for (const address of ["198.51.100.1:5000", "unknown"])
      expect(await near(address), address).to.equal(403);
  });

  it("say when they were used last, written at most once a minute", async () => {
    await start();
    const { key } = await made();
    const used = async () =>
      ((await ella.get("/mfa/service-keys")).json().keys as { used?: number }[])[0]?.used;
    expect(await used()).to.equal(undefined);
    const first = host.clock.now();
    await use(key);
    await until(async () => (await used()) === first, 2000);
    host.clock.advance(59_000);
    await Promise.all(Array.from({ length: 20 }, () => use(key)));
    expect(await used()).to.equal(first);
    host.clock.advance(1000);
    await use(key);
    await until(async () => (await used()) === first + 60_000, 2000);
  });

  it("say what does not fit, and change nothing", async () => {
    await start();
    await made();
    const before = await host.state();
    for (const [wrong, errors] of [
      [{ name: " " }, { name: "missing" }],
      [{ name: "a\nb" }, { name: "characters" }],
      [{ name: "Time recording" }, { name: "keyTaken" }],
      [{ name: "x", scopes: [] }, { scopes: "missing" }],
      [{ name: "x", scopes: ["two words"] }, { scopes: "scope" }],
      [{ name: "x", scopes: Array(21).fill("x") }, { scopes: "manyWords" }],
      [{ name: "x", addresses: ["192.0.2.0/33"] }, { addresses: "network" }],
      [{ name: "x", addresses: "everywhere" }, { addresses: "network" }],
      [{ name: "x", days: 0 }, { days: "keyDays" }],
      [{ name: "x", days: 366 }, { days: "keyDays" }],
      [{ name: "x", days: "9.5" }, { days: "keyDays" }],
    ] as const) {
      const answer = await make(wrong);
      expect([answer.status, answer.json().errors], JSON.stringify(wrong)).to.deep.equal([422, errors]);
    }
    expect(await host.state()).to.deep.equal(before);
    for (const service of ["", "two words", 'quo"te', "x".repeat(65), 7 as unknown as string])
      expect(() => host.mfa.protect({ service })).to.throw('"service" must be one scope');
  });

  it("of the same name made at once are one, and a hundred are enough", async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 10 }, () => make()));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    for (let n = 1; n < 100; n++) await made({ name: `program ${n}` });
    expect((await make({ name: "one more" })).json().errors).to.deep.equal({ name: "manyKeys" });
  });

  it("are made and ended on a page without script", async () => {
    await start();
    const page = await ella.open("/mfa/service-keys");
    const wrong = await ella.submit(page, formTo(page, "/service-keys"), {
      name: "Fire panel",
      scopes: "doors:open, events:read",
      days: "900",
    });
    expect(wrong.status).to.equal(422);
    const after = await ella.submit(wrong, formTo(wrong, "/service-keys"), {
      name: "Fire panel",
      scopes: "doors:open, events:read",
      addresses: "",
      days: "30",
    });
    const [key = ""] = /mfa_sk_[\w-]{66}/.exec(after.text) ?? [];
    expect((await use(key)).status).to.equal(200);
    const list = await ella.open("/mfa/service-keys");
    const end = list.forms.find(({ action }) => action.endsWith("/end"));
    expect((await ella.submit(list, end)).words).to.include("It is ended.");
    expect((await use(key)).status).to.equal(401);
  });

  it("let nobody in while the store is away", async () => {
    await start();
    const { key } = await made();
    host.clock.advance(5000);
    await host.mfa.close();
    expect((await use(key)).status).to.equal(503);
  });
});
