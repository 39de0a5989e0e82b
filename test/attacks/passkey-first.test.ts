import { expect } from "chai";

import type { Authenticator } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword } from "../support/harness.js";
import type { Answer } from "../support/http.js";
import { answerPasskey, deviceAt, enrolPasskey, signInAlone, startPasskeyHost } from "../support/passkeys.js";
import { enrolApp, signInByScript } from "../support/steps.js";

const minute = 60_000;

/** Who has the password, or a session of their own, and would like a passkey where they should have none. */
describe("a passkey that somebody else would enrol", () => {
  let host: Host;
  let device: Authenticator;
  beforeEach(async () => {
    host = await startPasskeyHost();
    device = deviceAt(host);
  });
  afterEach(() => host.close());

  const enter = async (username: string) => {
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username, password: operatorPassword });
    return browser;
  };
  const begin = async (browser: Browser) => (await browser.post("/mfa/enrol/passkey")).json();
  const finish = (browser: Browser, { options }: Record<string, unknown>, key = device): Promise<Answer> =>
    browser.post("/mfa/enrol/passkey/verify", {
      name: "x",
      response: JSON.stringify(key.create(options as never)),
    });
  const passkeysOf = async (browser: Browser) => {
    const { strategies } = (await browser.get("/mfa/card")).json() as {
      strategies: readonly { id: string }[];
    };
    return strategies.find(({ id }) => id === "passkey");
  };
  const isOut = async (browser: Browser) => {
    expect((await browser.get("/app")).status).to.equal(401);
    expect((await signInAlone(host.browser(), device)).status).to.be.oneOf([401, 429]);
  };

  it("is none for the password alone, where there is a mailbox, an app, a passkey, or nothing", async () => {
    await host.addOperator("mail");
    await host.addOperator("none", { email: undefined });
    for (const username of ["app", "key"]) {
      await host.addOperator(username);
      const own = host.browser();
      await signInByScript(host, own, username);
      if (username === "app") {
        await host.mfa.policy.change({ strategies: ["email-otp", "totp", "passkey"] });
        await enrolApp(host, own);
      } else await enrolPasskey(own, deviceAt(host));
    }
    // Nor where the switch for those who have nothing is open, for those who have something.
    for (const openEnrolmentUntil of [undefined, host.clock.now() + 10 * minute]) {
      if (openEnrolmentUntil !== undefined) await host.mfa.policy.change({ openEnrolmentUntil });
      for (const username of openEnrolmentUntil === undefined
        ? ["mail", "app", "key", "none"]
        : ["mail", "app", "key"]) {
        const thief = await enter(username);
        const before = await host.state();
        const refused = await thief.post("/mfa/enrol/passkey");
        expect(refused.json(), username).to.include({ code: "ERR_MFA_CONFIRM" });
        const made = device.create({
          challenge: "AAAA",
          rp: { id: "localhost" },
          user: { id: "AAAA" },
        } as never);
        const forced = await thief.post("/mfa/enrol/passkey/verify", {
          name: "x",
          response: JSON.stringify(made),
        });
        expect(forced.json(), username).to.include({ code: "ERR_MFA_TURN" });
        expect(await host.state(), username).to.deep.equal(before);
        await isOut(thief);
      }
    }
  });

  it("is none by a weaker factor than the strongest that is there, nor by one that is not fresh", async () => {
    await host.addOperator("anna");
    const own = host.browser();
    await signInByScript(host, own, "anna");
    await enrolPasskey(own, deviceAt(host));
    const byMail = host.browser();
    await signInByScript(host, byMail, "anna");
    expect(await begin(byMail)).to.include({ code: "ERR_MFA_CONFIRM", confirm: "passkey" });
    host.clock.advance(5 * minute + 1);
    expect(await begin(own)).to.include({ code: "ERR_MFA_CONFIRM", confirm: "passkey" });
  });

  it("is none by the password alone once the switch is closed, or its moment is there", async () => {
    for (const [username, end] of [
      ["bo", () => host.mfa.policy.change({ openEnrolmentUntil: 0 })],
      ["cleo", async () => host.clock.advance(10 * minute)],
    ] as const) {
      await host.addOperator(username, { email: undefined });
      await host.mfa.policy.change({ openEnrolmentUntil: host.clock.now() + 10 * minute });
      const early = await enter(username);
      await end();
      const late = await enter(username);
      for (const browser of [early, late])
        expect((await browser.post("/mfa/enrol/passkey")).status, username).to.be.oneOf([401, 409]);
      await isOut(late);
    }
  });

  it("is none where it was begun by the password alone, and the switch was closed before its end", async () => {
    await host.addOperator("bo", { email: undefined });
    await host.mfa.policy.change({ openEnrolmentUntil: host.clock.now() + 10 * minute });
    const thief = await enter("bo");
    const begun = await begin(thief);
    await host.mfa.policy.change({ openEnrolmentUntil: 0 });
    expect((await finish(thief, begun)).json()).to.include({ code: "ERR_MFA_TURN" });
    await isOut(thief);
  });

  it("is none where it was begun by the password alone, and its owner has come to have a factor since", async () => {
    for (const factor of ["an app", "a passkey", "an address"]) {
      const username = factor.replaceAll(" ", "-");
      const { id } = await host.addOperator(username, { email: undefined });
      await host.mfa.policy.change({
        strategies: ["email-otp", "totp", "passkey"],
        openEnrolmentUntil: host.clock.now() + 60 * minute,
      });
      const thief = await enter(username);
      const begun = await begin(thief);
      const own = await enter(username);
      if (factor === "an app") await enrolApp(host, own);
      else if (factor === "a passkey") await enrolPasskey(own, deviceAt(host));
      else await host.mfa.operators.update(id, { email: `${username}@net2.example` });
      expect((await finish(thief, begun)).json(), factor).to.include({ code: "ERR_MFA_TURN" });
      await isOut(thief);
    }
  });

  it("is one for one of twenty who race for the first one with the password alone", async () => {
    await host.addOperator("bo", { email: undefined });
    await host.mfa.policy.change({ openEnrolmentUntil: host.clock.now() + 10 * minute });
    const thieves = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const browser = await enter("bo");
        return { browser, begun: await begin(browser), key: deviceAt(host) };
      }),
    );
    const four = [0, 1, 2, 3].flatMap(() => thieves);
    const answers = await Promise.all(four.map(({ browser, begun, key }) => finish(browser, begun, key)));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    const entered = await Promise.all(thieves.map(({ key }) => signInAlone(host.browser(), key)));
    expect(entered.filter(({ status }) => status === 200)).to.have.length(1);
  });

  it("is none in another sign-in than its own: of another operator, or of the same", async () => {
    for (const username of ["anna", "erik"]) await host.addOperator(username);
    const [anna, erik, other] = [host.browser(), host.browser(), host.browser()];
    await signInByScript(host, anna, "anna");
    host.clock.advance(31_000);
    await signInByScript(host, other, "anna");
    await signInByScript(host, erik, "erik");
    const begun = await begin(erik);
    expect((await finish(anna, begun)).json(), "none was begun there").to.include({ code: "ERR_MFA_TURN" });
    for (const browser of [anna, other]) {
      await begin(browser);
      expect((await finish(browser, begun)).json(), "another challenge").to.include({ code: "ERR_MFA_CODE" });
    }
    const annas = await begin(anna);
    expect((await finish(other, annas)).json(), "of hers, elsewhere").to.include({ code: "ERR_MFA_CODE" });
    expect((await signInAlone(host.browser(), device)).json()).to.include({ code: "ERR_MFA_CODE" });
    expect((await finish(erik, begun)).status, "its own").to.equal(200);
    expect((await finish(erik, begun)).json(), "and once").to.include({ code: "ERR_MFA_TURN" });
    expect((await signInAlone(host.browser(), device)).json()).to.deep.include({ state: "signed-in" });
  });

  it("is none for another domain, port or scheme, whatever of it is said otherwise", async () => {
    await host.addOperator("anna");
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    const before = await passkeysOf(anna);
    const { port } = new URL(host.base);
    for (const lie of [
      { rpId: "evil.example" },
      { rpId: "localhost.evil.example" },
      { rpId: "" },
      { origin: `https://localhost:${port}` },
      { origin: `http://localhost:${Number(port) + 1}` },
      { origin: `http://localhost.evil.example:${port}` },
      { origin: `${host.base}/` },
      { origin: host.base.toUpperCase() },
      { origin: "null" },
      { client: { crossOrigin: true } },
      { client: { type: "webauthn.get" } },
      { client: { challenge: "" } },
    ]) {
      const begun = await begin(anna);
      const { options } = begun as { options: { rp: object } };
      const asked = "rpId" in lie ? { ...options, rp: { id: lie.rpId } } : options;
      const response = JSON.stringify(device.create(asked as never, "rpId" in lie ? {} : lie));
      const answer = await anna.post("/mfa/enrol/passkey/verify", { name: "x", response });
      expect(answer.json(), JSON.stringify(lie)).to.include({ code: "ERR_MFA_CODE" });
    }
    expect(await passkeysOf(anna)).to.deep.equal(before);
  });

  it("of a credential id that two have enrolled lets each in as themselves, with their own key", async () => {
    const keys = new Map<string, Authenticator>();
    for (const username of ["anna", "erik"]) {
      await host.addOperator(username);
      const own = host.browser();
      await signInByScript(host, own, username);
      const key = deviceAt(host);
      keys.set(username, key);
      expect((await enrolPasskey(own, key, "Key", { id: "c2hhcmVkLWNyZWRlbnRpYWwtaWQ" })).status).to.equal(
        200,
      );
    }
    const id = "c2hhcmVkLWNyZWRlbnRpYWwtaWQ";
    const handles = new Map<string, string>();
    for (const username of keys.keys()) {
      const found = await host.mfa.operators.find(username);
      handles.set(username, Buffer.from(String(found?.id)).toString("base64url"));
    }
    for (const [username, key] of keys)
      for (const [claimed, userHandle] of handles) {
        host.clock.advance(minute);
        const browser = host.browser();
        const alone = await signInAlone(browser, key, { id, userHandle });
        expect(alone.status, `${username} as ${claimed}`).to.equal(username === claimed ? 200 : 401);
        if (alone.status === 200)
          expect((await browser.get("/mfa/")).json().operator).to.include({ username: claimed });
        const both = await answerPasskey(await enter(claimed), key, { id, userHandle });
        expect(both.status, `${username} as ${claimed}, with the password`).to.equal(
          username === claimed ? 200 : 401,
        );
      }
  });
});
