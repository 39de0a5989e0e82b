import { expect } from "chai";
import type { AuditLine } from "../../lib/index.js";
import { inBatches, tally } from "../races/tally.js";
import type { Authenticator, Lies } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword } from "../support/harness.js";
import {
  aloneBody,
  deviceAt,
  enrolPasskey,
  signInAlone,
  startPasskey,
  startPasskeyHost,
} from "../support/passkeys.js";
import { mailOf, signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

/** Whoever has the key itself, and not only what it has signed. */
describe("copies of a passkey, twenty at once", () => {
  let host: Host;
  let device: Authenticator;
  let lines: AuditLine[];
  beforeEach(async () => {
    host = await startPasskeyHost();
    await host.addOperator("anna");
    const session = host.browser();
    await signInByScript(host, session, "anna");
    device = deviceAt(host, {}, 5);
    await enrolPasskey(session, device);
    expect((await signInAlone(host.browser(), device)).status).to.equal(200);
    lines = [];
    host.mfa.on("audit", (line) => lines.push(line));
  });
  afterEach(() => host.close());

  const at = (n: number) => host.browser({ headers: { "X-Forwarded-For": `198.51.100.${n}` } });
  const alone = async (count: number, lies: Lies) => {
    const made = await inBatches(count, 10, async (n) => {
      const browser = at(n);
      return { browser, body: await aloneBody(browser, device, lies) };
    });
    return Promise.all(made.map(({ browser, body }) => browser.post("/mfa/sign-in/passkey", body)));
  };
  const copies = () => host.events.filter(({ event }) => event.type === "copied").length;
  const expectTold = async (count: number) => {
    expect(copies()).to.equal(count);
    const audited = () => lines.filter(({ type }) => type === "copied");
    await until(() => audited().length === count, 5000);
    expect(audited()[0]).to.deep.include({
      result: "failure",
      strategy: "passkey",
      details: [{ name: "credential", after: "Laptop" }],
    });
    const mails = () =>
      host.smtp.mailsTo(mailOf("anna")).filter(({ subject }) => /have a copy/.test(subject));
    await until(() => mails().length > 0, 5000);
  };

  it("that count the same get one in, to twenty tickets: the others are told as copies, to owner and audit", async () => {
    const answers = await alone(20, { counter: device.counter + 1 });
    const counts = tally(answers);
    expect(counts, JSON.stringify(counts)).to.include({ ok: 1 });
    expect(answers.filter(({ status }) => status >= 500)).to.have.length(0);
    expect(host.events.filter(({ event }) => event.type === "signed-in")).to.have.length(3);
    // As many as a stranger may try: no more are judged, and none is judged without a trace.
    expect(counts).to.deep.equal({ ok: 1, ERR_MFA_CODE: 5, ERR_MFA_WAIT: 14 });
    await expectTold(5);
  });

  it("that are behind get none in, and leave as many traces as were told that they are wrong", async () => {
    for (const counter of [device.counter, device.counter - 1, 1, 0]) {
      host.clock.advance(3 * 24 * 3_600_000);
      const before = copies();
      const counts = tally(await alone(20, { counter }));
      expect(counts, `${counter}`).to.deep.equal({ ERR_MFA_CODE: 5, ERR_MFA_WAIT: 15 });
      expect(copies() - before, `${counter}`).to.equal(5);
    }
    await expectTold(20);
    host.clock.advance(3 * 24 * 3_600_000);
    expect((await signInAlone(host.browser(), device)).json(), "its owner's").to.include({
      state: "signed-in",
    });
  });

  it("get one in where they know the password as well, and the others are told", async () => {
    const browsers: Browser[] = [];
    for (let n = 0; n < 5; n++) {
      const browser = at(n);
      await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      browsers.push(browser);
    }
    const counter = device.counter + 1;
    const made = await Promise.all(
      browsers.map(async (browser) => {
        const options = await startPasskey(browser);
        return { browser, body: { response: JSON.stringify(device.get(options, { counter })) } };
      }),
    );
    const four = [0, 1, 2, 3].flatMap(() => made);
    const answers = await Promise.all(
      four.map(({ browser, body }) => browser.post("/mfa/challenge/passkey/verify", body)),
    );
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    expect(answers.filter(({ status }) => status >= 500)).to.have.length(0);
    await expectTold(copies());
    expect(copies()).to.be.above(0);
  });
});
