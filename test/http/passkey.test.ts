import { expect } from "chai";
import type { Authenticator } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword } from "../support/harness.js";
import {
  answerPasskey,
  deviceAt,
  enrolPasskey,
  startPasskey,
  startPasskeyHost,
} from "../support/passkeys.js";
import { mailOf, signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

interface Kept {
  readonly id: string;
  readonly name: string;
  readonly used?: number;
  readonly removable: boolean;
}

describe("passkeys as a second factor", () => {
  let host: Host;
  let anna: Browser;
  let laptop: Authenticator;
  beforeEach(async () => {
    host = await startPasskeyHost();
    await host.addOperator("anna");
    anna = host.browser();
    await signInByScript(host, anna, "anna");
    laptop = deviceAt(host);
    expect((await enrolPasskey(anna, laptop)).status).to.equal(200);
  });
  afterEach(() => host.close());

  const kept = async (browser = anna): Promise<Kept[]> => {
    const { strategies } = (await browser.get("/mfa/card")).json();
    const found = (strategies as { id: string; credentials?: Kept[] }[]).find(({ id }) => id === "passkey");
    return found?.credentials ?? [];
  };
  const typePassword = async () => {
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    return browser;
  };
  const told = (subject: RegExp) =>
    until(() => host.smtp.mailsTo(mailOf("anna")).some((mail) => subject.test(mail.subject)), 3000);

  it("completes a sign-in", async () => {
    const other = await typePassword();
    const answer = await answerPasskey(other, laptop);
    expect(answer.json()).to.include({ state: "signed-in" });
    expect((await other.get("/app")).json()).to.deep.include({ amr: ["pwd", "hwk", "user", "mfa"] });
    expect(host.events.at(-1)?.event).to.include({ type: "signed-in", strategy: "passkey" });
  });

  it("asks for those that the operator has, and for no others", async () => {
    const second = deviceAt(host);
    await enrolPasskey(anna, second, "Blue key");
    const { allowCredentials = [], rpId, userVerification } = await startPasskey(await typePassword());
    expect(allowCredentials.map(({ id }) => id)).to.have.members([laptop.id, second.id]);
    expect({ rpId, userVerification }).to.deep.equal({ rpId: "localhost", userVerification: "preferred" });
  });

  it("are several, with names, each told to its owner; the same one again takes its own place", async () => {
    await enrolPasskey(anna, deviceAt(host), "  Blue\nkey ");
    await enrolPasskey(anna, laptop, "Old laptop");
    expect((await kept()).map(({ name }) => name)).to.deep.equal(["Blue key", "Old laptop"]);
    await told(/new way to sign in/);
    await told(/was replaced/);
    const texts = host.smtp.mailsTo(mailOf("anna")).map(({ text }) => text);
    expect(texts.some((text) => text?.includes("Its name: Blue key"))).to.equal(true);
  });

  it("are ten at most", async () => {
    for (let n = 2; n <= 10; n++) await enrolPasskey(anna, deviceAt(host), `Key ${n}`);
    const card = (await anna.get("/mfa/card")).json().strategies as { id: string; enrollable: boolean }[];
    expect(card.find(({ id }) => id === "passkey")).to.include({ enrollable: false });
    expect((await anna.post("/mfa/enrol/passkey")).json()).to.include({ code: "ERR_MFA_TURN" });
    expect(await kept()).to.have.length(10);
  });

  it("say when each was used last, and take another name", async () => {
    const [before] = await kept();
    expect(before).to.not.have.property("used");
    host.clock.advance(60_000);
    await answerPasskey(await typePassword(), laptop);
    const [after] = await kept();
    expect(after?.used).to.equal(host.clock.now());
    const named = (name: unknown) => anna.post(`/mfa/card/strategies/passkey/${after?.id}/name`, { name });
    expect((await named("Desk")).status).to.equal(200);
    expect((await kept()).map(({ name }) => name)).to.deep.equal(["Desk"]);
    for (const wrong of ["", "   ", "a\nb", "x".repeat(61), 7, null, ["a"]])
      expect((await named(wrong)).status, JSON.stringify(wrong)).to.equal(422);
    const none = await anna.post("/mfa/card/strategies/passkey/nothing/name", { name: "Desk" });
    expect(none.status).to.equal(404);
  });

  it("are removed one by one: what was proved by that one is no proof any more, what by another is", async () => {
    const key = deviceAt(host);
    await enrolPasskey(anna, key, "Blue key");
    const [byLaptop, byKey] = [await typePassword(), await typePassword()];
    await answerPasskey(byLaptop, laptop);
    await answerPasskey(byKey, key);
    const lost = (await kept()).find(({ name }) => name === "Laptop");
    const removed = await byKey.post(`/mfa/card/strategies/passkey/${lost?.id}/remove`);
    expect(removed.status).to.equal(200);
    expect((await byLaptop.get("/app")).status).to.equal(401);
    expect((await byKey.get("/app")).status).to.equal(200);
    expect((await answerPasskey(await typePassword(), laptop)).json()).to.include({ code: "ERR_MFA_CODE" });
    await told(/was removed/);
    const again = await byKey.post(`/mfa/card/strategies/passkey/${lost?.id}/remove`);
    expect(again.status).to.equal(404);
  });

  it("are not removed where the policy needs the last one", async () => {
    await host.mfa.policy.change({ strategies: ["passkey"] });
    const [only] = await kept();
    expect(only?.removable).to.equal(false);
    const refused = await anna.post(`/mfa/card/strategies/passkey/${only?.id}/remove`);
    expect(refused.json()).to.deep.include({ errors: { strategy: "lastStrategy" } });
  });

  it("guard the other factors: a code by e-mail is no longer enough to change them", async () => {
    const other = host.browser();
    await signInByScript(host, other, "anna");
    expect((await other.post("/mfa/enrol/passkey")).json()).to.include({
      code: "ERR_MFA_CONFIRM",
      confirm: "passkey",
    });
  });

  it("keep what the device says of copies, and what it counts", async () => {
    const synced = deviceAt(host, { synced: true }, 0);
    await enrolPasskey(anna, synced, "Cloud");
    for (let n = 0; n < 3; n++)
      expect((await answerPasskey(await typePassword(), synced)).json()).to.include({ state: "signed-in" });
    // Never one for the other: it is fixed for the life of a credential.
    const other = await answerPasskey(await typePassword(), synced, { synced: false });
    expect(other.json()).to.include({ code: "ERR_MFA_CODE" });
  });
});
