import { expect } from "chai";
import type { Authenticator } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { oathtool } from "../support/oathtool.js";
import {
  aloneBody,
  answerPasskey,
  deviceAt,
  enrolPasskey,
  keptPasskeys,
  signInAlone,
  startPasskey,
  startPasskeyHost,
} from "../support/passkeys.js";
import { enrolApp, mailOf, signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

/** What whoever holds the phone, and knows the password as it was, still has. */
interface Left {
  /** The session that it opened beside the password. */
  readonly second: boolean;
  /** The session that it opened alone. */
  readonly alone: boolean;
  /** The browser that was trusted by it: the password is enough there. */
  readonly trusted: boolean;
  /** The answer to a ticket that was given out before. */
  readonly ticket: boolean;
  /** Its answer in a sign-in that was under way. */
  readonly pending: boolean;
  /** A sign-in beside the password from now on. */
  readonly again: boolean;
}

const everything: Left = {
  second: true,
  alone: true,
  trusted: true,
  ticket: true,
  pending: true,
  again: true,
};
const nothing: Left = {
  second: false,
  alone: false,
  trusted: false,
  ticket: false,
  pending: false,
  again: false,
};

describe("what a stolen phone with a passkey still opens", () => {
  let host: Host;
  let id: string;
  let owner: Browser;
  let phone: Authenticator;
  let laptop: Authenticator;
  let app: string;
  let codes: readonly string[];
  before(needs("oathtool"));
  afterEach(() => host.close());

  const start = async () => {
    const strategies = ["email-otp", "totp", "passkey"] as const;
    const initialPolicy = { strategies, passwordless: true, reauthDays: 30 };
    host = await startPasskeyHost({ options: { initialPolicy } });
    ({ id } = await host.addOperator("anna"));
    owner = host.browser();
    await signInByScript(host, owner, "anna");
    app = await enrolApp(host, owner);
    [phone, laptop] = [deviceAt(host), deviceAt(host)];
    await enrolPasskey(owner, phone, "Phone");
    await enrolPasskey(owner, laptop, "Laptop");
    codes = (await owner.post("/mfa/enrol/recovery-code")).json().codes as string[];
    await owner.post("/mfa/enrol/recovery-code/verify");
  };
  const typePassword = async (browser = host.browser(), password = operatorPassword) => {
    const answer = await browser.post("/mfa/sign-in", { username: "anna", password });
    return { browser, answer };
  };
  const isIn = async (browser: Browser) => (await browser.get("/app")).status === 200;
  const byPhone = async (browser: Browser) => {
    const started = await browser.post("/mfa/challenge/passkey");
    if (started.status !== 200 || started.json().sent === undefined) return false;
    await answerPasskey(browser, phone);
    return isIn(browser);
  };
  const change = (strategies: string[], more: object = {}) =>
    host.mfa.policy.change({ strategies, ...more } as never);
  const kept = async (name: string) => (await keptPasskeys(owner)).find((one) => one.name === name)?.id;
  const remove = async (name: string) => {
    const removed = await owner.post(`/mfa/card/strategies/passkey/${await kept(name)}/remove`);
    expect(removed.status, removed.text).to.equal(200);
  };
  const recover = async () => {
    const { browser } = await typePassword();
    await browser.post("/mfa/challenge/recovery-code/verify", { code: codes[0] });
    return browser;
  };

  const events: Readonly<Record<string, readonly [act: () => Promise<unknown>, left: Left]>> = {
    nothing: [async () => {}, everything],
    "another name for it": [
      async () => owner.post(`/mfa/card/strategies/passkey/${await kept("Phone")}/name`, { name: "Lost" }),
      everything,
    ],
    "a new password by mail and app": [
      async () => {
        host.clock.advance(61_000);
        await host.browser().post("/mfa/forgot", { username: "anna" });
        const asked = () =>
          host.smtp.mailsTo(mailOf("anna")).find(({ subject }) => /new password/.test(subject));
        await until(() => asked() !== undefined, 3000);
        const code = asked()?.subject.slice(0, 6);
        const second = oathtool(app, host.clock.now());
        const body = { username: "anna", password: "a password of the new year", code, second };
        const done = await host.browser().post("/mfa/forgot/verify", body);
        expect(done.status, done.text).to.equal(200);
      },
      // It is its owner's still, and two factors by itself; what it is not is beside a password that nobody knows.
      { ...nothing, ticket: true },
    ],
    "a new password on the card": [
      () => owner.post("/mfa/card/password", { password: "a password of the new year" }),
      { ...nothing, ticket: true },
    ],
    "a recovery code, and a new passkey": [
      async () => {
        const browser = await recover();
        expect((await enrolPasskey(browser, deviceAt(host), "New")).json().state).to.equal("signed-in");
      },
      nothing,
    ],
    "a recovery code, and an app": [
      async () => enrolApp(host, await recover()),
      // It may be the app that was lost: passkeys stay, until a code leads to another one, or an engineer resets.
      { ...everything, trusted: false },
    ],
    "a recovery code, and an app, and another code, and a new passkey": [
      async () => {
        const browser = await recover();
        await enrolApp(host, browser);
        await browser.post("/mfa/challenge/recovery-code/verify", { code: codes[1] });
        expect((await enrolPasskey(browser, deviceAt(host), "New")).status).to.equal(200);
      },
      nothing,
    ],
    "a reset by an engineer": [() => host.mfa.operators.reset(id), nothing],
    "a reset by an engineer, and a new passkey by the code": [
      async () => {
        const { code } = await host.mfa.operators.reset(id);
        const { browser } = await typePassword();
        await browser.post("/mfa/handover", { code });
        expect((await enrolPasskey(browser, deviceAt(host), "New")).json().state).to.equal("signed-in");
      },
      nothing,
    ],
    "its removal": [() => remove("Phone"), nothing],
    "the removal of all passkeys": [() => owner.post("/mfa/card/strategies/passkey/remove"), nothing],
    "a policy without `passwordless`": [
      () => host.mfa.policy.change({ passwordless: false }),
      { ...everything, alone: false, ticket: false },
    ],
    "a policy without passkeys": [() => change(["email-otp", "totp"]), nothing],
    "a policy without passkeys, and with them again": [
      async () => {
        await change(["email-otp", "totp"]);
        await change(["email-otp", "totp", "passkey"]);
      },
      // Who was not seen meanwhile has lost nothing; alone it opens nothing until an engineer says so again.
      { ...everything, alone: false, ticket: false },
    ],
    "MFA turned off, and on again": [
      async () => {
        await host.mfa.policy.change({ mode: "off" });
        await change(["email-otp", "totp", "passkey"]);
      },
      { ...everything, alone: false, ticket: false, trusted: false },
    ],
    "an operator who is disabled": [() => host.mfa.operators.disable(id), nothing],
    "an operator who is disabled, and enabled again": [
      async () => {
        await host.mfa.operators.disable(id);
        await host.mfa.operators.enable(id);
      },
      { ...nothing, ticket: true, again: true },
    ],
    "an operator who is removed, and added again": [
      async () => {
        await host.mfa.operators.remove(id);
        await host.addOperator("anna");
      },
      nothing,
    ],
  };
  for (const [event, [act, expected]] of Object.entries(events))
    it(`after ${event}: ${
      Object.entries(expected)
        .filter(([, is]) => is)
        .map(([what]) => what)
        .join(", ") || "nothing"
    }`, async () => {
      await start();
      const { browser: second } = await typePassword();
      const response = JSON.stringify(phone.get(await startPasskey(second)));
      await second.post("/mfa/challenge/passkey/verify", { response, trust: true });
      const alone = host.browser();
      await signInAlone(alone, phone);
      const { browser: pending } = await typePassword();
      expect([await isIn(second), await isIn(alone)]).to.deep.equal([true, true]);
      const ticket = await aloneBody(host.browser(), phone);
      await act();
      const left = {
        second: await isIn(second),
        alone: await isIn(alone),
        trusted: (await typePassword(second)).answer.json().state === "signed-in",
        ticket: (await host.browser().post("/mfa/sign-in/passkey", ticket)).status === 200,
        pending: await byPhone(pending),
        again: await byPhone((await typePassword()).browser),
      };
      expect(left).to.deep.equal(expected);
    });
});
