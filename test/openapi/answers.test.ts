import { expect } from "chai";
import { emailOtp, password, recoveryCode, totp } from "../../strategies/index.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { enrolApp, mailOf, signInByScript } from "../support/steps.js";

const strategies = [password(), emailOtp(), totp(), recoveryCode()];

/** The browser of the tests holds each answer against the document; these are told nowhere else as JSON. */
describe("answers that pages alone ask for elsewhere", () => {
  let host: Host;
  afterEach(() => host.close());

  it("are as the document says to a signed-in engineer", async () => {
    host = await startHost({ mode: "either", reauthDays: 30, options: { strategies } });
    await host.addOperator("ella", { role: "engineer" });
    const { id } = await host.addOperator("anna");
    const [ella, anna] = [host.browser(), host.browser()];
    await signInByScript(host, anna, "anna");
    await signInByScript(host, ella, "ella");
    await enrolApp(host, ella);
    const preferred = await ella.post("/mfa/card/preferred", { strategy: "email-otp" });
    expect(preferred.json()).to.include({ state: "card" });
    expect((await ella.get("/mfa/operators/import")).json()).to.include({ state: "import" });
    const subject = (await ella.get(`/mfa/operators/${id}`)).json() as {
      readonly sessions: readonly { readonly id: string }[];
      readonly browsers: readonly { readonly id: string }[];
    };
    for (const list of ["sessions", "browsers"] as const) {
      const there = `/mfa/operators/${id}/${list}/${subject[list][0]?.id}/end`;
      expect((await ella.post(there)).json(), list).to.include({ state: "operator" });
    }
    expect((await anna.get("/app")).status).to.equal(401);
  });

  it("are as the document says to whoever is not in yet", async () => {
    host = await startHost({ options: { strategies } });
    const nobody = host.browser();
    expect((await nobody.get("/mfa/invitation")).json()).to.include({ state: "invitation" });
    expect((await nobody.get("/mfa/forgot")).json()).to.include({ state: "forgot" });
    expect((await nobody.get("/mfa/sign-in")).json()).to.include({ state: "sign-in" });
  });

  it("are as the document says while the system is set up", async () => {
    host = await startHost({ isNew: true, options: { strategies } });
    const browser = host.browser();
    const setupCode = host.setups.at(-1)?.code;
    const who = { username: "ella", password: operatorPassword, email: mailOf("ella"), acknowledge: true };
    await browser.post("/mfa/setup", { setupCode, ...who });
    const changed = await browser.post("/mfa/setup/mode", { mode: "app" });
    expect([changed.status, changed.json().state], changed.text).to.deep.equal([200, "enrol"]);
  });
});
