import { expect } from "chai";
import type { Authenticator } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword } from "../support/harness.js";
import {
  answerPasskey,
  deviceAt,
  enrolPasskey,
  keptPasskeys,
  signInAlone,
  startPasskeyHost,
} from "../support/passkeys.js";
import { signInByScript, stepUpByScript } from "../support/steps.js";

/**
 * Whoever holds a stolen phone has its session's cookie, and the mailbox. Its owner has ended that session: what it proved is no
 * proof any more. Such a client goes to none of the host's pages, where it would be put out, but to what is open before one is in.
 */
describe("attacks with a session that is over", () => {
  let host: Host;
  let owner: Browser;
  let phone: Authenticator;
  let laptop: Authenticator;
  beforeEach(async () => {
    host = await startPasskeyHost();
    await host.addOperator("anna");
    owner = host.browser();
    await signInByScript(host, owner, "anna");
    phone = deviceAt(host);
    laptop = deviceAt(host);
    await enrolPasskey(owner, phone, "Phone");
    await enrolPasskey(owner, laptop, "Laptop");
  });
  afterEach(() => host.close());

  const stolenAlone = async () => {
    const thief = host.browser();
    expect((await signInAlone(thief, phone)).status).to.equal(200);
    return thief;
  };
  const stolenBoth = async () => {
    const thief = host.browser();
    await thief.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect((await answerPasskey(thief, phone)).status).to.equal(200);
    return thief;
  };
  const remove = async (name: string) => {
    const found = (await keptPasskeys(owner)).find((kept) => kept.name === name);
    expect((await owner.post(`/mfa/card/strategies/passkey/${found?.id}/remove`)).status).to.equal(200);
  };

  it("does not come to life by a mailbox, where its passkey was removed", async () => {
    const thief = await stolenBoth();
    await remove("Phone");
    expect((await stepUpByScript(host, thief, "anna")).status).to.equal(401);
    expect((await thief.get("/app")).status).to.equal(401);
  });

  it("binds nothing by a mailbox, where the last passkey was removed", async () => {
    const thief = await stolenAlone();
    await remove("Phone");
    await remove("Laptop");
    expect((await stepUpByScript(host, thief, "anna")).status).to.equal(401);
    expect((await thief.post("/mfa/enrol/passkey")).status).to.equal(401);
    expect((await thief.get("/app")).status).to.equal(401);
  });

  it("binds nothing where a sign-in without a password is taken no more", async () => {
    const thief = await stolenAlone();
    await host.mfa.policy.change({ passwordless: false });
    for (const strategy of ["passkey", "recovery-code"])
      expect((await thief.post(`/mfa/enrol/${strategy}`)).status, strategy).to.equal(401);
    expect((await thief.post("/mfa/challenge/passkey")).status).to.equal(401);
    expect((await thief.post("/mfa/challenge/email-otp")).status).to.equal(401);
    expect((await keptPasskeys(owner)).map(({ name }) => name)).to.have.members(["Phone", "Laptop"]);
  });

  it("signs nobody else out, and is gone once it was seen, whatever the policy says later", async () => {
    const thief = await stolenAlone();
    await host.mfa.policy.change({ passwordless: false });
    await thief.post("/mfa/sign-out", { everywhere: true });
    expect((await owner.get("/app")).status).to.equal(200);
    await host.mfa.policy.change({ passwordless: true });
    expect((await thief.get("/app")).status).to.equal(401);
  });
});
