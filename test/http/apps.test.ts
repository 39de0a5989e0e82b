import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { type Host, type HostOptions, operatorPassword, startHost } from "../support/harness.js";
import { createApp, mailOf, signInByScript } from "../support/steps.js";

const phone = { client: "app", clientName: "Paxton Connect", clientVersion: "4.1.2" };

describe("an app", () => {
  let host: Host;
  const start = async (options: HostOptions = { reauthDays: 30 }) => {
    host = await startHost(options);
    await host.addOperator("anna");
  };
  afterEach(() => host.close());

  const passPassword = async (more: object = {}) =>
    createApp(host).post("/mfa/sign-in", {
      username: "anna",
      password: operatorPassword,
      ...phone,
      ...more,
    });
  /** The answer to the code, after the password. */
  async function signIn({ trust = false, ...more }: { trust?: boolean; device?: string } = {}) {
    host.clock.advance(31_000);
    const app = createApp(host, String((await passPassword(more)).json().token));
    await app.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf("anna"));
    return (await app.post("/mfa/challenge/email-otp/verify", { code, trust })).json();
  }
  const signInTrusting = async () => String((await signIn({ trust: true })).device);

  describe("that is trusted", () => {
    it("is offered it, gets a token of its own, and is asked for the password alone", async () => {
      await start();
      const pending = createApp(host, String((await passPassword()).json().token));
      expect((await pending.post("/mfa/challenge/email-otp")).json()).to.include({ trustDays: 30 });
      const device = await signInTrusting();
      const back = await passPassword({ device });
      expect(back.json()).to.include({ state: "signed-in" });
      expect(back.headers["set-cookie"], "an app keeps no cookies").to.equal(undefined);
      const app = createApp(host, String(back.json().token));
      expect((await app.get("/app")).status).to.equal(200);
      expect((await app.get("/app/fresh")).status, "trust is no fresh proof").to.equal(401);
    });

    it("is not known where it did not ask: a script that keeps no token pushes out nobody", async () => {
      await start();
      expect(await signIn())
        .to.include({ state: "signed-in" })
        .and.not.have.property("device");
    });

    it("is trusted for the days of the policy and no longer", async () => {
      await start();
      const device = await signInTrusting();
      host.clock.advance(30 * 86_400_000);
      expect((await passPassword({ device })).json()).to.include({ state: "challenge" });
    });

    it("gets a new token each time; a copy of the one before the last ends its trust", async () => {
      await start();
      const first = await signInTrusting();
      const second = String((await passPassword({ device: first })).json().device);
      host.clock.advance(61_000);
      const third = String((await passPassword({ device: second })).json().device);
      expect(new Set([first, second, third]).size).to.equal(3);
      expect((await passPassword({ device: first })).json()).to.include({ state: "challenge" });
      expect((await passPassword({ device: third })).json()).to.include({ state: "challenge" });
    });

    it("is nobody's but its own: no browser's cookie, nobody else's, nothing that was made up", async () => {
      await start();
      await host.addOperator("bo");
      const device = await signInTrusting();
      const asBo = await passPassword({ username: "bo", device });
      expect(asBo.json()).to.include({ state: "challenge" });
      for (const made of ["", "x", device.slice(0, -1), `${device}x`])
        expect((await passPassword({ device: made })).json(), made).to.include({ state: "challenge" });
      const browser = host.browser();
      await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword, device });
      expect((await browser.get("/app")).status, "a browser with an app's token").to.equal(401);
    });

    it("a browser's token is nothing in an app", async () => {
      await start();
      const browser = host.browser();
      host.clock.advance(31_000);
      await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      await browser.post("/mfa/challenge/email-otp");
      const code = host.smtp.lastCode(mailOf("anna"));
      await browser.post("/mfa/challenge/email-otp/verify", { code, trust: true });
      const cookies = browser.jar.header(new URL("/mfa/", host.base)) ?? "";
      const device = /-device-[\w-]+=([^;]+)/.exec(cookies)?.[1] ?? "";
      expect(device.split(".")).to.have.length(3);
      expect((await passPassword({ device })).json()).to.include({ state: "challenge" });
    });

    it("is forgotten on the card, with the session that it has", async () => {
      await start();
      const { token, device } = await signIn({ trust: true });
      const browser = host.browser();
      host.clock.advance(31_000);
      await signInByScript(host, browser, "anna");
      const { browsers, sessions } = (await browser.get("/mfa/card")).json() as {
        browsers: readonly Record<string, unknown>[];
        sessions: readonly Record<string, unknown>[];
      };
      const named = { client: "app", name: "Paxton Connect", version: "4.1.2" };
      const kept = browsers.find(({ client }) => client === "app");
      expect(kept).to.include(named).and.have.property("trustedUntil");
      expect(sessions.find(({ client }) => client === "app")).to.include(named);
      expect((await browser.open("/mfa/card")).words).to.include("Paxton Connect 4.1.2");
      expect((await browser.post(`/mfa/card/browsers/${kept?.id}/end`)).status).to.equal(200);
      expect((await createApp(host, String(token)).get("/app")).status).to.equal(401);
      expect((await passPassword({ device: String(device) })).json()).to.include({ state: "challenge" });
    });

    it("pays for its wrong codes itself, not as a stranger", async () => {
      await start({ reauthDays: 0 });
      const device = await signInTrusting();
      for (let n = 0; n < 12; n++) {
        const stranger = await passPassword({ password: "wrong" });
        if (stranger.status === 429) break;
      }
      expect((await passPassword()).status, "strangers wait").to.equal(429);
      expect((await passPassword({ device })).json()).to.include({ state: "challenge" });
    });
  });

  describe("that is signed in", () => {
    const inside = async (token: unknown) => (await createApp(host, String(token)).get("/app")).status;

    it("is kept by use, and over after 30 minutes without and after 12 hours with, as a browser is", async () => {
      await start();
      const { token } = await signIn();
      for (let minutes = 0; minutes < 12 * 60 - 25; minutes += 25) {
        host.clock.advance(25 * 60_000);
        expect(await inside(token), `${minutes + 25} minutes`).to.equal(200);
        await new Promise(setImmediate);
      }
      host.clock.advance(25 * 60_000);
      expect(await inside(token)).to.equal(401);
      const { token: idle } = await signIn();
      host.clock.advance(30 * 60_000);
      expect(await inside(idle)).to.equal(401);
    });

    it("is ended where a browser is: on the card, everywhere at once, and by an engineer", async () => {
      await start();
      const browser = host.browser();
      await signInByScript(host, browser, "anna");
      const card = async () =>
        (await browser.get("/mfa/card")).json().sessions as readonly { id: string; client: string }[];
      const { token: first } = await signIn();
      const app = (await card()).find(({ client }) => client === "app");
      expect((await browser.post(`/mfa/card/sessions/${app?.id}/end`)).status).to.equal(200);
      expect([await inside(first), (await browser.get("/app")).status]).to.deep.equal([401, 200]);
      const { token: second } = await signIn();
      expect((await browser.post("/mfa/sign-out", { everywhere: true })).status).to.equal(200);
      expect(await inside(second)).to.equal(401);
      const { token: third } = await signIn();
      await host.mfa.operators.disable((await host.mfa.operators.find("anna"))?.id ?? "");
      expect(await inside(third)).to.equal(401);
    });
  });

  describe("that is too old", () => {
    const least = (minVersion: string): HostOptions => ({ options: { apps: { minVersion } } });

    it("is told so before anything is judged", async () => {
      await start(least("4.10"));
      for (const clientVersion of ["4.9", "4", "3.99.99", undefined]) {
        const answer = await passPassword({ clientVersion });
        expect(answer.status, clientVersion).to.equal(403);
        expect(answer.json()).to.include({
          code: "ERR_MFA_APP_VERSION",
          detail: "version 4.10 or later is needed",
        });
      }
      for (const clientVersion of ["4.10", "4.10.0.1", "4.11-beta", "5"])
        expect((await passPassword({ clientVersion })).status, clientVersion).to.equal(200);
      const browser = host.browser();
      expect((await signInByScript(host, browser, "anna")).status, "no app").to.equal(200);
    });

    it("is told so with a session that it had before, everywhere but where it signs out", async () => {
      const secret = randomBytes(32).toString("base64");
      await start({ options: { secret } });
      const token = String((await signIn()).token);
      const { backend } = host;
      const after = await startHost({
        storage: backend,
        clock: host.clock,
        options: { apps: { minVersion: "4.2" }, secret },
      });
      try {
        const app = createApp(after, token);
        for (const path of ["/app", "/app/fresh", "/mfa/", "/mfa/card"]) {
          const answer = await app.get(path);
          expect([answer.status, answer.json().code], path).to.deep.equal([403, "ERR_MFA_APP_VERSION"]);
        }
        expect((await app.post("/mfa/challenge/email-otp")).json().code).to.equal("ERR_MFA_APP_VERSION");
        expect((await app.get("/hello")).status, "a page for everybody").to.equal(200);
        const updated = await app.post("/mfa/sign-in", {
          username: "anna",
          password: operatorPassword,
          ...phone,
          clientVersion: "4.2",
        });
        expect(updated.status, "whoever has updated signs in, with the old token still there").to.equal(200);
        expect((await app.post("/mfa/sign-out")).status).to.equal(200);
        expect(after.faults).to.deep.equal([]);
      } finally {
        await after.close();
      }
    });

    it("says what it is in words that fit", async () => {
      await start();
      for (const [wrong, name] of [
        [{ clientVersion: "four" }, "clientVersion"],
        [{ clientVersion: "1.2.3.4.5" }, "clientVersion"],
        [{ clientVersion: 4 }, "clientVersion"],
        [{ clientName: "x".repeat(61) }, "clientName"],
        [{ clientName: "a\nb" }, "clientName"],
        [{ device: ["x"] }, "device"],
      ] as const) {
        const answer = await passPassword(wrong);
        expect(answer.status, name).to.equal(422);
        expect(answer.json().errors).to.have.property(name);
      }
    });
  });
});
