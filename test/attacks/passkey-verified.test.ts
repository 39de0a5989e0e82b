import { expect } from "chai";
import type { Authenticator, Lies } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword } from "../support/harness.js";
import {
  aloneBody,
  answerPasskey,
  deviceAt,
  enrolPasskey,
  signInAlone,
  startPasskeyHost,
} from "../support/passkeys.js";
import { signInByScript } from "../support/steps.js";

/** Bits of the flags of a device (WebAuthn §6.1). */
const [present, verified] = [0x01, 0x04];

/** Whoever holds an unlocked key, or a key that checks nobody, and says that it does. */
describe("a passkey whose device has not checked who is there", () => {
  let host: Host;
  let session: Browser;
  let key: Authenticator;
  beforeEach(async () => {
    host = await startPasskeyHost();
    await host.addOperator("anna");
    session = host.browser();
    await signInByScript(host, session, "anna");
    key = deviceAt(host, { verifies: false });
  });
  afterEach(() => host.close());

  const enter = async () => {
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    return browser;
  };
  const flagged = (response: string, flags: number) => {
    const sent = JSON.parse(response);
    const data = Buffer.from(sent.response.authenticatorData, "base64url");
    data.writeUInt8(flags, 32);
    sent.response.authenticatorData = data.toString("base64url");
    return JSON.stringify(sent);
  };

  it("never opens a sign-in alone, whatever it says of itself at the enrolment, and whichever bit is flipped", async () => {
    for (const lies of [{ verifies: false }, { verifies: true }] as const) {
      key = deviceAt(host, { verifies: false });
      await enrolPasskey(session, key, "Key", lies);
      await answerPasskey(session, key);
      const before = await host.stored("op:");
      for (let flags = 0; flags < 256; flags += 1) {
        if ((flags & 0xc0) !== 0 && flags % 16 !== 5) continue; // those of data that is not there
        host.clock.advance(flags % 4 === 0 ? 16 * 60_000 : 0);
        const browser = host.browser({ headers: { "X-Forwarded-For": `10.1.${flags}.1` } });
        const body = await aloneBody(browser, key);
        const answer = await browser.post("/mfa/sign-in/passkey", {
          ...body,
          response: flagged(body.response, flags),
        });
        expect(answer.status, `${flags.toString(2)} ${answer.text}`).to.be.oneOf([401, 429]);
      }
      host.clock.advance(3 * 24 * 3_600_000);
      expect((await signInAlone(host.browser(), key)).json()).to.include({ code: "ERR_MFA_CODE" });
      expect(await host.stored("op:")).to.deep.equal(before);
      session = host.browser();
      await session.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      await answerPasskey(session, key);
    }
  });

  it("is not let in by an answer with its bits taken away or put in, where it has checked", async () => {
    const own = deviceAt(host);
    await enrolPasskey(session, own);
    for (const flags of [0, present, verified, present | verified | 0x18, present | verified | 0x10]) {
      const browser = host.browser();
      const body = await aloneBody(browser, own);
      const response = flagged(body.response, flags);
      expect((await browser.post("/mfa/sign-in/passkey", { ...body, response })).status).to.equal(401);
      host.clock.advance(60_000);
    }
    expect((await signInAlone(host.browser(), own)).status).to.equal(200);
  });

  it("is not two factors by what it says of itself where nobody has signed it: at its enrolment", async () => {
    const own = deviceAt(host);
    await enrolPasskey(session, own);
    const alone = host.browser();
    await signInAlone(alone, own);
    await enrolPasskey(alone, key, "Blue key", { verifies: true });
    expect((await alone.get("/app")).status).to.equal(200);
    const { strategies } = (await alone.get("/mfa/card")).json() as {
      strategies: readonly { id: string; credentials?: readonly { id: string; name: string }[] }[];
    };
    const kept = strategies.find(({ id }) => id === "passkey")?.credentials ?? [];
    const laptop = kept.find(({ name }) => name === "Laptop");
    const removed = await alone.post(`/mfa/card/strategies/passkey/${laptop?.id}/remove`);
    expect(removed.status, removed.text).to.be.oneOf([200, 401]);
    expect((await alone.get("/app")).status).to.equal(401);
  });

  it("lets a session that was opened by two factors go on when it is added, and when it proves itself again", async () => {
    const own = deviceAt(host);
    await enrolPasskey(session, own);
    const alone = host.browser();
    expect((await signInAlone(alone, own)).status).to.equal(200);
    expect((await enrolPasskey(alone, key, "Blue key")).status).to.equal(200);
    expect((await alone.get("/app")).status, "after adding one that checks nobody").to.equal(200);
    expect((await answerPasskey(alone, key)).status).to.equal(200);
    expect((await alone.get("/app")).status, "after a step-up by it").to.equal(200);
  });

  it("has no second way in: no ticket that is out opens anything once the policy takes no passkey alone", async () => {
    const own = deviceAt(host);
    await enrolPasskey(session, own);
    for (const change of [
      { passwordless: false },
      { strategies: ["email-otp"] },
      { strategies: [] },
    ] as const) {
      await host.mfa.policy.change({ passwordless: true, strategies: ["email-otp", "passkey"] });
      const [late, racing] = [await aloneBody(host.browser(), own), await aloneBody(host.browser(), own)];
      const [opened] = await Promise.all([
        host.browser().post("/mfa/sign-in/passkey", racing),
        host.mfa.policy.change(change),
      ]);
      const before = await host.stored("op:");
      const answer = await host.browser().post("/mfa/sign-in/passkey", late);
      expect(answer.json(), JSON.stringify(change)).to.include({ code: "ERR_MFA_TURN" });
      expect(await host.stored("op:")).to.deep.equal(before);
      expect(opened.status).to.be.oneOf([200, 409, 401]);
    }
  });

  it("leaves no session open that won a race with the change of the policy", async () => {
    const own = deviceAt(host);
    await enrolPasskey(session, own);
    let won = 0;
    for (const milliseconds of [0, 5, 20, 100, 500]) {
      await host.mfa.policy.change({ passwordless: true });
      const browser = host.browser();
      const body = await aloneBody(browser, own);
      const [answer] = await Promise.all([
        browser.post("/mfa/sign-in/passkey", body),
        new Promise((resolve) => setTimeout(resolve, milliseconds)).then(() =>
          host.mfa.policy.change({ passwordless: false }),
        ),
      ]);
      won += Number(answer.status === 200);
      expect((await browser.get("/app")).status, `after ${milliseconds} ms`).to.equal(401);
    }
    expect(won).to.be.above(0);
  });

  const requests: readonly (readonly [string, Lies])[] = [
    ["verified", { verifies: true }],
    ["not verified", { verifies: false }],
  ];
  for (const [what, lies] of requests)
    it(`opens nothing by an answer to another challenge, ${what}: a second factor's is no ticket`, async () => {
      const own = deviceAt(host);
      await enrolPasskey(session, own);
      const pending = await enter();
      const { sent } = (await pending.post("/mfa/challenge/passkey")).json();
      const { options } = (sent as { data: { options: { challenge: string } } }).data;
      const response = JSON.stringify(own.get(options as never, lies));
      const { ticket } = await aloneBody(host.browser(), own);
      for (const given of [ticket, options.challenge, `${options.challenge}.1.1`])
        expect(
          (await host.browser().post("/mfa/sign-in/passkey", { ticket: given, response })).status,
        ).to.equal(401);
    });
});
