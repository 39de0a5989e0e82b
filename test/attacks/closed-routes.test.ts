import { expect } from "chai";
import { emailOtp, passkey, password, totp } from "../../strategies/index.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { addressesOf } from "../support/routes.js";
import { createApp, mailOf, signInByScript } from "../support/steps.js";

/** What somebody without a session may do, and why: everything else that the running router has must be closed. */
const partOfTheFlow = [
  "GET /", // says where they stand
  "GET /sign-in", // the same
  "POST /sign-in",
  "POST /sign-out",
  "GET /invitation", // an empty form, the same for everybody
  "GET /forgot",
  "GET /openapi.json", // what the routes take and answer, the same to everybody
];
/** Refused to whoever has no code for it, which nobody has here: 422 without one, 409 where the system is set up. */
const byCode = [
  "POST /invitation",
  "POST /setup",
  "POST /setup/mode",
  "POST /handover",
  "POST /forgot",
  "POST /forgot/verify",
  "POST /email",
  "POST /email/verify",
  // Refused to whoever has no passkey: 422 without an answer of one, 409 where the policy takes none alone.
  "POST /sign-in/passkey",
];
/** Open to whoever has passed the password, because these are the second step itself. */
const secondStep = [/^POST \/challenge\/[a-z-]+(\/verify)?$/, /^POST \/enrol\/[a-z-]+(\/verify)?$/];

describe("after the password alone", () => {
  let host: Host;
  beforeEach(async () => {
    host = await startHost({
      mode: "email",
      options: { strategies: [password(), emailOtp(), totp(), passkey()] },
    });
    await host.addOperator("anna");
  });
  afterEach(() => host.close());

  /** Every address of the router, below the mount, and of the host. */
  function addresses(): string[] {
    const ids = ["password", "email-otp", "totp", "passkey"];
    const ours = (["get", "post"] as const).flatMap((method) =>
      addressesOf(host.mfa.router, method, ids).map((path) => `${method.toUpperCase()} ${path}`),
    );
    return ours.filter((address) => !address.includes("/assets/"));
  }

  it("knows its routes from the running router", () => {
    expect(addresses()).to.include.members([
      "GET /card",
      "POST /card/password",
      "GET /card/totp.png",
      "POST /card/strategies/passkey/:credential/remove",
      "POST /card/strategies/passkey/:credential/name",
      "GET /sign-in", // the same
      "POST /sign-in",
    ]);
  });

  async function assertClosed(
    call: (method: string, path: string) => Promise<{ status: number; text: string }>,
    beyond: boolean,
  ) {
    for (const address of addresses()) {
      if (partOfTheFlow.includes(address)) continue;
      if (beyond && secondStep.some((open) => open.test(address))) continue;
      const [method = "", path = ""] = address.split(" ");
      const answer = await call(method, `/mfa${path}`);
      const refused = byCode.includes(address) ? [401, 409, 422] : [401, 404];
      expect(answer.status, `${address}: ${answer.text}`).to.be.oneOf(refused);
      expect(answer.text, address).to.not.include("anna@net2.example");
    }
    for (const path of ["/app", "/app/anything/below", "/app/fresh"]) {
      expect((await call("GET", path)).status, path).to.equal(401);
      expect((await call("POST", path)).status, path).to.equal(401);
    }
  }

  it("opens nothing to a browser", async () => {
    const browser = host.browser();
    expect(
      (await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword })).status,
    ).to.equal(200);
    await assertClosed((method, path) => (method === "GET" ? browser.get(path) : browser.post(path)), true);
  });

  it("opens nothing to an app", async () => {
    const opened = await createApp(host).post("/mfa/sign-in", {
      username: "anna",
      password: operatorPassword,
      client: "app",
    });
    const app = createApp(host, String(opened.json().token));
    await assertClosed((method, path) => (method === "GET" ? app.get(path) : app.post(path)), true);
  });

  it("and without it: not to nobody, nor to garbage, nor to a token that was cut, swapped or is over", async () => {
    const anna = host.browser();
    await signInByScript(host, anna, "anna");
    await host.addOperator("erik");
    host.clock.advance(60_000);
    const erik = await createApp(host).post("/mfa/sign-in", {
      username: "erik",
      password: operatorPassword,
      client: "app",
    });
    const [key = "", id = "", secret = ""] = String(erik.json().token).split(".");
    const other = String(
      (
        await createApp(host).post("/mfa/sign-in", {
          username: "anna",
          password: operatorPassword,
          client: "app",
        })
      ).json().token,
    );
    const [otherKey = ""] = other.split(".");
    const forged = [
      "garbage",
      `${key}.${id}.`,
      `${key}.${id}.${secret.slice(0, -1)}${secret.endsWith("A") ? "E" : "A"}`,
      `${otherKey}.${id}.${secret}`,
      `${key}.${otherKey}.${secret}`,
      `${key}.${id}.${secret}.${secret}`,
    ];
    for (const token of forged) {
      const app = createApp(host, token);
      await assertClosed((method, path) => (method === "GET" ? app.get(path) : app.post(path)), false);
    }
    const nobody = host.browser();
    await assertClosed((method, path) => (method === "GET" ? nobody.get(path) : nobody.post(path)), false);
    host.clock.advance(13 * 3_600_000);
    await assertClosed((method, path) => (method === "GET" ? anna.get(path) : anna.post(path)), false);
  });

  it("does not take the code of another sign-in of the same operator, nor an older one after a resend", async () => {
    const [one, two] = [host.browser(), host.browser()];
    for (const browser of [one, two]) {
      await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      await browser.post("/mfa/challenge/email-otp");
      host.clock.advance(31_000);
    }
    const codeOfTwo = host.smtp.lastCode(mailOf("anna"));
    expect((await one.post("/mfa/challenge/email-otp/verify", { code: codeOfTwo })).json().code).to.equal(
      "ERR_MFA_CODE",
    );
    await two.post("/mfa/challenge/email-otp");
    const fresh = host.smtp.lastCode(mailOf("anna"));
    if (fresh !== codeOfTwo) {
      expect((await two.post("/mfa/challenge/email-otp/verify", { code: codeOfTwo })).json().code).to.equal(
        "ERR_MFA_CODE",
      );
    }
    expect((await two.post("/mfa/challenge/email-otp/verify", { code: fresh })).json().state).to.equal(
      "signed-in",
    );
  });
});
