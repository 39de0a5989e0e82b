import { expect } from "chai";
import { emailOtp, passkey, password, totp } from "../../strategies/index.js";
import type { Browser } from "../support/browser.js";
import { type Host, startHost } from "../support/harness.js";
import { signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

describe("Options → Security, where a strategy can be enough by itself", () => {
  let host: Host;
  let engineer: Browser;
  afterEach(() => host.close());

  const start = async (strategies = [password(), emailOtp(), totp(), passkey()]) => {
    host = await startHost({
      options: { strategies, initialPolicy: { strategies: ["email-otp"] } },
    });
    await host.addOperator("ella", { role: "engineer" });
    engineer = host.browser();
    await signInByScript(host, engineer, "ella");
  };
  const change = (body: object) =>
    engineer.post("/mfa/settings", { mode: "email", reauthDays: 0, version: 1, ...body });
  const policy = () => host.mfa.policy.read();

  it("has a tick for it, off at first; on, it is in force and in the audit", async () => {
    await start();
    const { policy: shown, passwordless } = (await engineer.get("/mfa/settings")).json();
    expect(shown).to.include({ passwordless: false });
    expect(passwordless).to.deep.equal(["passkey"]);
    expect((await change({ also: ["passkey"], passwordless: true })).status).to.equal(200);
    expect(await policy()).to.deep.include({ passwordless: true });
    const page = await engineer.open("/mfa/settings");
    expect(page.words).to.include("Enough by itself, without a password: Passkey");
    await until(async () => {
      const { lines } = (await engineer.get("/mfa/audit?type=policy-changed")).json();
      const [last] = lines as { details: object[] }[];
      return JSON.stringify(last?.details).includes('{"name":"passwordless","before":"off","after":"on"}');
    }, 3000);
    // Without the tick it is off, as a form sends it.
    expect((await change({ also: ["passkey"], version: 2 })).status).to.equal(200);
    expect(await policy()).to.not.have.property("passwordless");
  });

  it("refuses the tick where nothing that is accepted can do it, and whatever is no tick", async () => {
    await start();
    const refused = await change({ also: [], passwordless: true });
    expect(refused.json()).to.deep.include({
      code: "ERR_MFA_INPUT",
      errors: { passwordless: "notAccepted" },
    });
    for (const passwordless of ["yes", 1, null, [], {}, "false"])
      expect(
        (await change({ also: ["passkey"], passwordless })).status,
        JSON.stringify(passwordless),
      ).to.equal(422);
    expect(await policy()).to.include({ version: 1 });
  });

  it("is not there where no strategy can, and a policy in code is held to the same", async () => {
    await start([password(), emailOtp(), totp()] as never);
    expect((await engineer.open("/mfa/settings")).words).to.not.include("Enough by itself");
    for (const input of [{ passwordless: true }, { passwordless: "yes" as never }]) {
      const error = await host.mfa.policy.change(input).catch((thrown: unknown) => thrown);
      expect(error).to.include({ code: "ERR_MFA_INPUT" });
    }
  });

  it("goes with the strategy that it needs, and comes back with nothing but a tick", async () => {
    await start();
    await host.mfa.policy.change({ strategies: ["email-otp", "passkey"], passwordless: true });
    await host.mfa.policy.change({ reauthDays: 3 });
    expect(await policy()).to.include({ passwordless: true });
    await host.mfa.policy.change({ strategies: ["email-otp"] });
    expect(await policy()).to.not.have.property("passwordless");
    await host.mfa.policy.change({ strategies: ["email-otp", "passkey"] });
    expect(await policy()).to.not.have.property("passwordless");
  });
});
