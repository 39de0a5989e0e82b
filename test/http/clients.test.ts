import { expect } from "chai";
import { fillIn } from "../../lib/kit/index.js";
import { en } from "../../lib/locales/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { createApp, formTo, mailOf, signInApp, signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

interface Clients {
  readonly sessions: readonly { readonly id: string; readonly current: boolean; readonly client: string }[];
  readonly browsers: readonly {
    readonly id: string;
    readonly current: boolean;
    readonly trustedUntil?: number;
  }[];
}

describe("sessions and browsers, one by one", () => {
  let host: Host;
  let anna: Browser;
  let other: Browser;
  let id: string;
  beforeEach(async () => {
    host = await startHost({ reauthDays: 30 });
    ({ id } = await host.addOperator("anna"));
    [anna, other] = [host.browser(), host.browser()];
    for (const browser of [anna, other]) {
      host.clock.advance(31_000);
      await signInTrusting(browser);
    }
  });
  afterEach(() => host.close());

  async function signInTrusting(browser: Browser) {
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await browser.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf("anna"));
    return browser.post("/mfa/challenge/email-otp/verify", { code, trust: true });
  }
  const passPassword = async (browser: Browser) =>
    (await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword })).json();
  const clients = async (browser = anna) => (await browser.get("/mfa/card")).json() as unknown as Clients;
  const notMine = async (list: keyof Clients) =>
    (await clients())[list].find(({ current }) => !current)?.id ?? "";

  it("end at once: a session, and a browser with what came from it; the one that acts goes on", async () => {
    host.clock.advance(31_000);
    const app = createApp(host, await signInApp(host, "anna"));
    const session = (await clients()).sessions.find(({ client }) => client === "app")?.id;
    expect((await anna.post(`/mfa/card/sessions/${session}/end`)).status).to.equal(200);
    expect((await app.get("/app")).status).to.equal(401);
    expect((await other.get("/app")).status).to.equal(200);

    expect((await anna.post(`/mfa/card/browsers/${await notMine("browsers")}/end`)).status).to.equal(200);
    expect((await other.get("/app")).status).to.equal(401);
    expect(await passPassword(other), "no trust, and a stranger").to.include({ state: "challenge" });
    expect((await anna.get("/app")).status).to.equal(200);
    expect(await passPassword(anna)).to.include({ state: "signed-in" });
  });

  it("are one's own: of somebody else's, of a stranger's or of none nothing is there; one's own ends by signing out", async () => {
    await host.addOperator("bo");
    const bo = host.browser();
    await signInByScript(host, bo, "bo");
    const { sessions, browsers } = await clients();
    for (const path of [
      `sessions/${sessions[0]?.id}`,
      `browsers/${browsers[0]?.id}`,
      "sessions/x",
      "browsers/%00",
    ])
      expect((await bo.post(`/mfa/card/${path}/end`)).status, path).to.equal(404);
    expect((await host.browser().post(`/mfa/card/sessions/${sessions[0]?.id}/end`)).status).to.equal(401);
    const own = sessions.find(({ current }) => current)?.id;
    expect((await anna.post(`/mfa/card/sessions/${own}/end`)).status).to.equal(409);
    expect((await clients()).sessions).to.have.length(2);
  });

  it("are ended by an engineer, with a fresh proof, of others", async () => {
    await host.addOperator("ella", { role: "engineer" });
    const ella = host.browser();
    await signInByScript(host, ella, "ella");
    const page = (await ella.get(`/mfa/operators/${id}`)).json() as unknown as Clients;
    expect(page.sessions).to.have.length(2);
    expect(page.sessions.some(({ current }) => current)).to.equal(false);
    const [first, second] = page.browsers;
    expect((await ella.post(`/mfa/operators/${id}/browsers/${first?.id}/end`)).status).to.equal(200);
    expect([(await anna.get("/app")).status, (await other.get("/app")).status].sort()).to.deep.equal([
      200, 401,
    ]);
    expect((await ella.post(`/mfa/operators/${id}/browsers/${first?.id}/end`)).status).to.equal(404);
    host.clock.advance(6 * 60_000);
    expect((await ella.post(`/mfa/operators/${id}/browsers/${second?.id}/end`)).status).to.equal(401);
    expect((await anna.post(`/mfa/operators/${id}/browsers/${second?.id}/end`)).status).to.be.oneOf([
      401, 403,
    ]);
  });

  it("are ended on the card, without a script", async () => {
    const card = await anna.open("/mfa/card");
    const session = await notMine("sessions");
    const after = await anna.submit(card, formTo(card, `/card/sessions/${session}/end`));
    expect(after.words).to.include("It is ended.");
    expect((await other.get("/app")).status).to.equal(401);
  });

  describe("the token of a trusted browser", () => {
    const cookie = (browser: Browser) => browser.jar.header(new URL("/mfa/", host.base)) ?? "";
    /** A browser that has these cookies, as a thief has who copied them. */
    const withCookie = (text: string) => {
      const send = (path: string, body: object) =>
        host.browser().request(path, {
          method: "POST",
          headers: {
            Cookie: text,
            Origin: host.base,
            "Content-Type": "application/json",
            Accept: "application/json",
          },
          body: JSON.stringify(body),
        });
      return async () =>
        (await send("/mfa/sign-in", { username: "anna", password: operatorPassword })).json();
    };
    const deviceOnly = (browser: Browser) => /[^ ;]*device[^=]*=[^;]+/.exec(cookie(browser))?.[0] ?? "";

    it("is a new one after each sign-in, and the one before is good until the new one was seen", async () => {
      const first = deviceOnly(anna);
      expect(first).to.not.equal("");
      expect(await passPassword(anna)).to.include({ state: "signed-in" });
      expect(deviceOnly(anna)).to.not.equal(first);
      // The answer was lost: the browser still has the one before.
      host.clock.advance(61_000);
      expect(await withCookie(first)()).to.include({ state: "signed-in" });
    });

    it("ends the trust when an older one comes, whoever brings it, and is in the audit", async () => {
      const told: string[] = [];
      host.mfa.on("audit", ({ type }) => told.push(type));
      const copied = deviceOnly(anna);
      for (let time = 0; time < 2; time += 1) {
        host.clock.advance(61_000);
        expect(await passPassword(anna)).to.include({ state: "signed-in" });
      }
      expect((await anna.get("/app")).status).to.equal(200);
      expect(await withCookie(copied)()).to.include({ state: "challenge" });
      expect((await anna.get("/app")).status, "a session of that browser").to.equal(401);
      expect(await passPassword(anna), "the owner proves who they are").to.include({ state: "challenge" });
      await until(() => told.includes("token-old"), 2000);
      expect(told).to.include("token-old");
      const { subject } = en.mails.notifications["token-old"];
      const warned = () =>
        host.smtp
          .mailsTo(mailOf("anna"))
          .filter((mail) => mail.subject === fillIn(subject, { issuer: "Net2" }));
      await until(() => warned().length > 0, 2000);
      expect(warned()[0]?.text).to.include(en.mails.notYou);
      expect((await passPassword(other)).state, "the other browser").to.equal("signed-in");
    });

    it("is not changed by whoever does not have the password", async () => {
      const copied = deviceOnly(anna);
      host.clock.advance(61_000);
      await passPassword(anna);
      host.clock.advance(61_000);
      await passPassword(anna);
      const before = await host.state();
      const answer = await host.browser().request("/mfa/sign-in", {
        method: "POST",
        headers: {
          Cookie: copied,
          Origin: host.base,
          "Content-Type": "application/json",
          Accept: "application/json",
        },
        body: JSON.stringify({ username: "anna", password: "not the password" }),
      });
      expect(answer.status).to.equal(401);
      const after = await host.state();
      const changed = [...after]
        .filter(([key, raw]) => before.get(key) !== raw)
        .map(([key]) => key.split(":")[0]);
      expect(changed).to.deep.equal(["try"]);
    });

    it("keeps its trust when two windows sign in at once, in any order of the answers", async () => {
      const same = deviceOnly(anna);
      const answers = await Promise.all(Array.from({ length: 5 }, () => withCookie(same)()));
      for (const answer of answers) expect(answer).to.include({ state: "signed-in" });
      host.clock.advance(61_000);
      expect(await withCookie(same)()).to.include({ state: "signed-in" });
    });

    it("is hashed in the store", async () => {
      const secret = /\.([\w-]{43})/.exec(deviceOnly(anna))?.[1] ?? "?";
      for (const raw of (await host.stored()).values()) expect(raw).to.not.include(secret);
    });
  });
});
