import { expect } from "chai";
import type { Authenticator } from "../support/authenticator.js";
import { type Host, operatorPassword } from "../support/harness.js";
import {
  addPasskeyOwner,
  aloneBody,
  deviceAt,
  enrolPasskey,
  offered,
  signInAlone,
  startPasskeyHost,
} from "../support/passkeys.js";
import { createApp, signInByScript } from "../support/steps.js";

describe("a sign-in by a passkey alone", () => {
  let host: Host;
  let device: Authenticator;
  beforeEach(async () => {
    host = await startPasskeyHost();
    ({ device } = await addPasskeyOwner(host));
  });
  afterEach(() => host.close());

  it("is one proof of two factors: no name, no password, and a fresh proof for what asks for one", async () => {
    const other = host.browser();
    const answer = await signInAlone(other, device);
    expect(answer.json()).to.include({ state: "signed-in" });
    expect((await other.get("/app")).json()).to.deep.include({ amr: ["hwk", "user", "mfa"] });
    expect((await other.get("/app/fresh")).status).to.equal(200);
    expect(host.events.at(-1)?.event).to.include({ type: "signed-in", strategy: "passkey" });
  });

  it("gives an app its tokens", async () => {
    const body = await aloneBody(host.browser(), device);
    const answer = await createApp(host).post("/mfa/sign-in/passkey", { ...body, client: "app" });
    expect((await createApp(host, String(answer.json().token)).get("/app")).status).to.equal(200);
  });

  it("is only offered, and only taken, where the policy says so", async () => {
    const body = await aloneBody(host.browser(), device);
    await host.mfa.policy.change({ passwordless: false });
    expect(await offered(host.browser())).to.equal(undefined);
    const refused = await host.browser().post("/mfa/sign-in/passkey", body);
    expect(refused.json()).to.include({ code: "ERR_MFA_TURN", status: 409 });
  });

  it("ends as enough when the policy does not take it any more; with the password it went on", async () => {
    const [alone, both] = [host.browser(), host.browser()];
    await signInAlone(alone, device);
    await signInByScript(host, both, "anna");
    await host.mfa.policy.change({ passwordless: false });
    expect((await alone.get("/app")).status).to.equal(401);
    expect((await both.get("/app")).status).to.equal(200);
  });

  it("goes on when a key is added that only says that somebody was there", async () => {
    const other = host.browser();
    await signInAlone(other, device);
    const added = await enrolPasskey(other, deviceAt(host, { verifies: false }), "Key");
    expect(added.status).to.equal(200);
    expect((await other.get("/app")).status).to.equal(200);
  });

  it("takes nobody in who is disabled, or whom an engineer has reset", async () => {
    const erik = await host.addOperator("erik");
    const browser = host.browser();
    await signInByScript(host, browser, "erik");
    const key = deviceAt(host);
    await enrolPasskey(browser, key);
    await host.mfa.operators.reset(erik.id);
    expect((await signInAlone(host.browser(), key)).json()).to.include({ code: "ERR_MFA_CODE" });
    const found = await host.mfa.operators.find("anna");
    await host.mfa.operators.disable(String(found?.id));
    expect((await signInAlone(host.browser(), device)).json()).to.include({ code: "ERR_MFA_CODE" });
  });

  it("leaves nothing with whoever only looks: tickets are kept nowhere", async () => {
    const before = await host.state();
    for (let n = 0; n < 20; n++) await offered(host.browser());
    expect(await host.state()).to.deep.equal(before);
  });

  it("is refused when its ticket is older than ten minutes, and says so", async () => {
    const body = await aloneBody(host.browser(), device);
    host.clock.advance(10 * 60_000);
    const late = await host.browser().post("/mfa/sign-in/passkey", body);
    expect(late.json()).to.include({ code: "ERR_MFA_CODE_EXPIRED" });
  });

  it("works for whoever has lost nothing while strangers guess at the codes", async () => {
    const stranger = host.browser();
    await stranger.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await stranger.post("/mfa/challenge/email-otp");
    for (let n = 0; n < 6; n++) await stranger.post("/mfa/challenge/email-otp/verify", { code: "000000" });
    expect((await signInAlone(host.browser(), device)).json()).to.include({ state: "signed-in" });
  });

  it("shows on the page a form of its own, and the name's field lists passkeys", async () => {
    const page = await host.browser().open("/mfa/");
    expect(page.text).to.include('autocomplete="username webauthn"');
    expect(page.forms.find(({ action }) => action === "/mfa/sign-in/passkey")?.fields).to.have.property(
      "ticket",
    );
    const [, path = ""] = /src="(\/mfa\/assets\/passkey-[0-9a-f]{8}\.js)"/.exec(page.text) ?? [];
    const script = await host.browser().request(path);
    expect(script.headers["content-type"]).to.match(/^text\/javascript/);
    expect(script.text).to.include("SimpleWebAuthnBrowser").and.include("startAuthentication");
    expect((await host.browser().get("/mfa/assets/passkey-00000000.js")).status).to.equal(404);
  });
});
