import { expect } from "chai";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { needs } from "../support/needs.js";
import { enrolApp, mailOf, stepUpByScript } from "../support/steps.js";

/** What is left: of the browser that acts, of another one, of both, and of a sign-in that has only its password. */
interface Left {
  readonly own: boolean;
  readonly other: boolean;
  readonly trusted: 0 | 1 | 2;
  readonly known: 0 | 2;
  readonly pending: boolean;
}

const all: Left = { own: true, other: true, trusted: 2, known: 2, pending: true };
const none: Left = { own: false, other: false, trusted: 0, known: 0, pending: false };

/** The table of docs/security.md. */
describe("What ends what", () => {
  let host: Host;
  let id: string;
  let own: Browser;
  let other: Browser;
  let pending: Browser;
  before(needs("oathtool"));
  beforeEach(async () => {
    host = await startHost({
      mode: "either",
      reauthDays: 30,
      options: { strategies: [password(), emailOtp(), totp(), recoveryCode()] },
    });
    await host.addOperator("ella", { role: "engineer" });
    ({ id } = await host.addOperator("anna"));
    [own, other, pending] = [host.browser(), host.browser(), host.browser()];
    for (const browser of [other, own]) await signIn(browser, "anna", true);
    await pending.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
  });
  afterEach(() => host.close());

  const signIn = async (browser: Browser, username: string, trust: boolean) => {
    host.clock.advance(31_000);
    const first = await browser.post("/mfa/sign-in", { username, password: operatorPassword });
    if (first.json().state === "signed-in") return;
    await browser.post("/mfa/challenge/email-otp");
    const code = host.smtp.lastCode(mailOf(username));
    await browser.post("/mfa/challenge/email-otp/verify", { code, ...(trust && { trust }) });
  };
  const left = async (): Promise<Left> => {
    const at = async (browser: Browser) => (await browser.get("/app")).status === 200;
    const [ownIsIn, otherIsIn] = [await at(own), await at(other)];
    const isPending = (await pending.get("/mfa/")).json().state !== "sign-in";
    const ella = host.browser();
    await signIn(ella, "ella", false);
    const page = (await ella.get(`/mfa/operators/${id}`)).json();
    const browsers = page.browsers as { readonly trustedUntil?: number }[];
    return {
      own: ownIsIn,
      other: otherIsIn,
      trusted: browsers.filter(({ trustedUntil }) => trustedUntil !== undefined).length as 0 | 1 | 2,
      known: browsers.length as 0 | 2,
      pending: isPending,
    };
  };
  const makeCodes = async () => {
    const codes = (await own.post("/mfa/enrol/recovery-code")).json().codes as readonly string[];
    await own.post("/mfa/enrol/recovery-code/verify");
    return codes;
  };

  const events: Readonly<Record<string, readonly [act: () => Promise<unknown>, left: Left]>> = {
    nothing: [async () => {}, all],
    "sign out": [() => own.post("/mfa/sign-out"), { ...all, own: false }],
    "sign out everywhere": [() => own.post("/mfa/sign-out", { everywhere: true }), none],
    "operator disabled": [() => host.mfa.operators.disable(id), none],
    "new password": [
      () => own.post("/mfa/card/password", { password: "another long password" }),
      { ...all, other: false, trusted: 1, pending: false },
    ],
    "app set up": [() => enrolApp(host, own), { ...all, trusted: 1 }],
    "e-mail address changed by the operator": [
      async () => {
        await own.post("/mfa/card/email", { email: "anna@new.example" });
        await own.post("/mfa/card/email/verify", { code: host.smtp.lastCode("anna@new.example") });
      },
      { ...all, other: false, trusted: 1 },
    ],
    "e-mail address changed by an engineer": [
      () => host.mfa.operators.update(id, { email: "anna@new.example" }),
      { ...all, own: false, other: false, trusted: 0 },
    ],
    "recovery codes made, and made anew": [
      async () => {
        await makeCodes();
        await makeCodes();
      },
      all,
    ],
    "recovery code used": [
      async () => {
        const [code] = await makeCodes();
        await pending.post("/mfa/challenge/recovery-code/verify", { code });
      },
      all,
    ],
    "second factor taken away": [
      async () => {
        await enrolApp(host, own);
        expect((await own.post("/mfa/card/strategies/totp/remove")).status).to.equal(200);
      },
      { ...all, trusted: 1 },
    ],
    "reset by an engineer": [() => host.mfa.operators.reset(id), none],
    "after a restore": [() => host.mfa.maintenance.afterRestore(), none],
    "MFA turned off": [() => host.mfa.policy.change({ mode: "off" }), { ...all, trusted: 0 }],
    "MFA turned off and on again": [
      async () => {
        await host.mfa.policy.change({ mode: "off" });
        await host.mfa.policy.change({ mode: "either" });
      },
      { ...all, trusted: 0 },
    ],
  };
  for (const [event, [act, expected]] of Object.entries(events))
    it(`${event}: ${Object.entries(expected)
      .map(([what, is]) => `${what} ${is}`)
      .join(", ")}`, async () => {
      await stepUpByScript(host, own, "anna");
      await act();
      expect(await left()).to.deep.equal(expected);
    });
});
