import { expect } from "chai";
import type { AuditLine } from "../../lib/index.js";
import type { Authenticator, Lies } from "../support/authenticator.js";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword } from "../support/harness.js";
import {
  addPasskeyOwner,
  aloneBody,
  answerPasskey,
  deviceAt,
  enrolPasskey,
  offered,
  signInAlone,
  startPasskey,
  startPasskeyHost,
} from "../support/passkeys.js";
import { mailOf, signInByScript } from "../support/steps.js";
import { until } from "../support/until.js";

describe("attacks on passkeys", () => {
  let host: Host;
  let session: Browser;
  let device: Authenticator;
  beforeEach(async () => {
    host = await startPasskeyHost();
    ({ session, device } = await addPasskeyOwner(host));
  });
  afterEach(() => host.close());

  const enter = async (username = "anna") => {
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username, password: operatorPassword });
    return browser;
  };
  const withKey = async (username: string, key = deviceAt(host), lies: Lies = {}) => {
    await host.addOperator(username);
    const browser = host.browser();
    await signInByScript(host, browser, username);
    await enrolPasskey(browser, key, "Key", lies);
    return key;
  };
  const handleOf = async (username: string) => {
    const found = await host.mfa.operators.find(username);
    return Buffer.from(String(found?.id)).toString("base64url");
  };

  const lies: readonly (readonly [string, Lies])[] = [
    ["of a page under another name", { origin: "https://net2.example.evil.example" }],
    ["of another port of this machine", { origin: "http://localhost:1" }],
    ["for another domain", { rpId: "evil.example" }],
    ["of a frame in somebody else's page", { client: { crossOrigin: true } }],
    ["of a frame that says whose page it is in", { client: { topOrigin: "https://evil.example" } }],
    ["that was made for an enrolment", { client: { type: "webauthn.create" } }],
    ["to a challenge of its own making", { client: { challenge: "AAAAAAAAAAAAAAAAAAAAAA" } }],
    ["that names another credential", { id: "AAAAAAAAAAAAAAAAAAAAAA" }],
    ["with the handle of somebody else", { userHandle: "AAAAAAAAAAAAAAAAAAAAAA" }],
  ];
  for (const [what, lie] of lies) {
    it(`refuses an answer ${what}, with a password and alone`, async () => {
      expect((await answerPasskey(await enter(), device, lie)).json()).to.include({ code: "ERR_MFA_CODE" });
      expect((await signInAlone(host.browser(), device, lie)).json()).to.include({ code: "ERR_MFA_CODE" });
      expect((await answerPasskey(await enter(), device)).json()).to.include({ state: "signed-in" });
    });
  }

  it("refuses an enrolment from another origin, for another domain, or without the challenge that was given", async () => {
    for (const [, lie] of lies.slice(0, 2)) {
      const refused = await enrolPasskey(session, deviceAt(host), "x", lie);
      expect(refused.json()).to.include({ code: "ERR_MFA_CODE" });
    }
    const first = deviceAt(host);
    const { options } = (await session.post("/mfa/enrol/passkey")).json();
    const response = JSON.stringify(first.create(options as never));
    await session.post("/mfa/enrol/passkey"); // another challenge takes its place
    const late = await session.post("/mfa/enrol/passkey/verify", { name: "x", response });
    expect(late.json()).to.include({ code: "ERR_MFA_CODE" });
  });

  it("takes somebody else's passkey for nobody's, in a sign-in that knows the password", async () => {
    const other = await withKey("erik");
    expect((await answerPasskey(await enter(), other)).json()).to.include({ code: "ERR_MFA_CODE" });
    const renamed = { userHandle: await handleOf("anna") };
    expect((await answerPasskey(await enter(), other, renamed)).json()).to.include({ code: "ERR_MFA_CODE" });
    expect((await signInAlone(host.browser(), other, renamed)).json()).to.include({ code: "ERR_MFA_CODE" });
  });

  it("gains nothing by enrolling somebody else's credential id as one's own", async () => {
    const copy = deviceAt(host);
    await withKey("erik", copy, { id: device.id });
    expect((await answerPasskey(await enter("erik"), copy, { id: device.id })).status).to.equal(200);
    const asAnna = { id: device.id, userHandle: await handleOf("anna") };
    expect((await signInAlone(host.browser(), copy, asAnna)).json()).to.include({ code: "ERR_MFA_CODE" });
    expect((await signInAlone(host.browser(), device)).json()).to.include({ state: "signed-in" });
  });

  it("takes an answer once: in its own sign-in, in another, and alone", async () => {
    const [one, two] = [await enter(), await enter()];
    const response = JSON.stringify(device.get(await startPasskey(one)));
    await startPasskey(two);
    const wrong = await two.post("/mfa/challenge/passkey/verify", { response });
    expect(wrong.json()).to.include({ code: "ERR_MFA_CODE" });
    const right = await one.post("/mfa/challenge/passkey/verify", { response });
    expect(right.json()).to.include({ state: "signed-in" });
    expect((await one.post("/mfa/challenge/passkey/verify", { response })).json()).to.include({
      code: "ERR_MFA_TURN",
    });
    const offer = await offered(host.browser());
    const alone = { ticket: offer?.ticket, response };
    expect((await host.browser().post("/mfa/sign-in/passkey", alone)).json()).to.include({
      code: "ERR_MFA_CODE",
    });
  });

  for (const [what, counter] of [
    ["that counts", 1],
    ["that does not count", 0],
  ] as const) {
    it(`lets one of twenty in who send the same answer at once, with a device ${what}`, async () => {
      const key = deviceAt(host, {}, counter);
      await withKey("erik", key);
      const body = await aloneBody(host.browser(), key);
      const all = await Promise.all(
        Array.from({ length: 20 }, () => host.browser().post("/mfa/sign-in/passkey", body)),
      );
      expect(all.filter(({ status }) => status === 200)).to.have.length(1);
      const again = await host.browser().post("/mfa/sign-in/passkey", body);
      expect(again.status).to.equal(401);
    });
  }

  it("takes no ticket that it has not signed, nor one of another time", async () => {
    const body = await aloneBody(host.browser(), device);
    const [id = "", expires = "", mac = ""] = body.ticket.split(".");
    const forged = [
      `${id}.${Number(expires) + 1}.${mac}`,
      `${"A".repeat(22)}.${expires}.${mac}`,
      `${id}.${expires}.${"A".repeat(43)}`,
      `${body.ticket}.x`,
      "..",
      "",
    ];
    for (const ticket of forged) {
      const refused = await host.browser().post("/mfa/sign-in/passkey", { ...body, ticket });
      expect(refused.json(), ticket).to.include({ code: "ERR_MFA_CODE_EXPIRED" });
    }
    // A ticket of our own making is none for an answer to another one.
    const other = await offered(host.browser());
    const mixed = await host.browser().post("/mfa/sign-in/passkey", { ...body, ticket: other?.ticket });
    expect(mixed.json()).to.include({ code: "ERR_MFA_CODE" });
  });

  it("is not enough alone where the device has not checked who is there", async () => {
    const key = deviceAt(host, { verifies: false });
    await withKey("erik", key);
    expect((await answerPasskey(await enter("erik"), key)).json()).to.include({ state: "signed-in" });
    expect((await signInAlone(host.browser(), key)).json()).to.include({ code: "ERR_MFA_CODE" });
  });

  it("refuses a copy, by the counter: writes it down, and tells the owner, with a password and alone", async () => {
    const lines: AuditLine[] = [];
    host.mfa.on("audit", (line) => lines.push(line));
    expect((await signInAlone(host.browser(), device)).status).to.equal(200);
    const copy = { counter: device.counter };
    const back = await answerPasskey(await enter(), device, copy);
    expect(back.json()).to.include({ code: "ERR_MFA_CODE" });
    expect((await signInAlone(host.browser(), device, copy)).json()).to.include({ code: "ERR_MFA_CODE" });
    expect(host.events.filter(({ event }) => event.type === "copied")).to.have.length(2);
    const mails = () =>
      host.smtp.mailsTo(mailOf("anna")).filter(({ subject }) => /have a copy/.test(subject));
    await until(() => mails().length === 2, 3000);
    expect(mails()[0]?.text).to.include("Its name: Laptop");
    await until(() => lines.filter(({ type }) => type === "copied").length === 2, 3000);
    expect(lines.find(({ type }) => type === "copied")).to.deep.include({
      result: "failure",
      strategy: "passkey",
      details: [{ name: "credential", after: "Laptop" }],
    });
    // Its owner's own goes on.
    expect((await signInAlone(host.browser(), device)).json()).to.include({ state: "signed-in" });
  });

  it("does not tell a copy from the same answer sent again: a ticket is spent by it as well", async () => {
    await signInAlone(host.browser(), device);
    const body = await aloneBody(host.browser(), device, { counter: 1 });
    await host.browser().post("/mfa/sign-in/passkey", body);
    const again = await host.browser().post("/mfa/sign-in/passkey", body);
    expect(again.json()).to.include({ code: "ERR_MFA_CODE_USED" });
    expect(host.events.filter(({ event }) => event.type === "copied")).to.have.length(1);
  });

  it("counts wrong ones as wrong passwords: a wait, in which the right one is refused too", async () => {
    const body = await aloneBody(host.browser(), device);
    const wrong = { ...body, response: body.response.replace(/"signature":"..../, '"signature":"AAAA') };
    const answers = [];
    for (let n = 0; n < 6; n++) answers.push(await host.browser().post("/mfa/sign-in/passkey", wrong));
    expect(answers.map(({ status }) => status)).to.deep.equal([401, 401, 401, 401, 401, 429]);
    expect((await host.browser().post("/mfa/sign-in/passkey", body)).status).to.equal(429);
    const password = await host
      .browser()
      .post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(password.status, "one budget for what a stranger tries").to.equal(429);
    host.clock.advance(31_000);
    expect((await host.browser().post("/mfa/sign-in/passkey", body)).status).to.equal(200);
  });

  it("keeps a known device in, whatever strangers do; and counts what that one gets wrong by itself", async () => {
    const body = await aloneBody(host.browser(), device);
    const wrong = { ...body, response: body.response.replace(/"signature":"..../, '"signature":"AAAA') };
    for (let n = 0; n < 6; n++) await host.browser().post("/mfa/sign-in/passkey", wrong);
    // The browser that has signed in before, from the same address.
    await session.post("/mfa/sign-out");
    expect((await session.post("/mfa/sign-in/passkey", wrong)).status).to.equal(401);
    expect((await signInAlone(session, device)).json()).to.include({ state: "signed-in" });
    await session.post("/mfa/sign-out");
    const answers = [];
    for (let n = 0; n < 6; n++) answers.push((await session.post("/mfa/sign-in/passkey", wrong)).status);
    expect(answers).to.deep.equal([401, 401, 401, 401, 401, 429]);
  });

  it("writes no operator's record for a stranger, whatever they send", async () => {
    const before = await host.stored("op:");
    const handle = await handleOf("anna");
    const body = await aloneBody(host.browser(), deviceAt(host), { userHandle: handle, id: device.id });
    for (const [, lie] of lies)
      await signInAlone(host.browser(), deviceAt(host), { userHandle: handle, ...lie });
    for (const response of ["{}", "[]", "null", "7", '{"response":{}}', body.response])
      await host.browser().post("/mfa/sign-in/passkey", { ...body, response });
    expect([...before.keys()]).to.not.be.empty;
    expect(await host.stored("op:")).to.deep.equal(before);
  });

  it("answers a handle that nobody has as it answers a wrong one", async () => {
    const stranger = deviceAt(host);
    const handles = [
      await handleOf("anna"),
      "AAAAAAAAAAAAAAAAAAAAAA",
      Buffer.from("../op:1").toString("base64url"),
      "",
    ];
    const answers = [];
    for (const userHandle of handles)
      answers.push(await signInAlone(host.browser(), stranger, { userHandle }));
    const said = answers.map(({ status, text }) => `${status} ${text.replace(/"passwordless".*$/, "")}`);
    expect(new Set(said).size).to.equal(1);
  });

  it("needs evidence that it comes from a page of ours, and a form's token", async () => {
    const body = await aloneBody(host.browser(), device);
    const sent = (headers: Record<string, string>, text: string) =>
      host.browser().request("/mfa/sign-in/passkey", { method: "POST", headers, body: text });
    const json = { Accept: "application/json", "Content-Type": "application/json" };
    expect((await sent({ ...json, Origin: "https://evil.example" }, JSON.stringify(body))).status).to.equal(
      403,
    );
    expect((await sent(json, JSON.stringify(body))).status).to.equal(403);
    const beside = { ...json, Authorization: "Bearer x.y.z", Origin: "https://evil.example" };
    expect((await sent(beside, JSON.stringify(body))).status, "a cookie is a browser's").to.equal(403);
    const form = { "Content-Type": "application/x-www-form-urlencoded", Origin: host.base };
    const posted = await sent({ ...form, Accept: "application/json" }, new URLSearchParams(body).toString());
    expect(posted.status).to.equal(403);
  });
});
