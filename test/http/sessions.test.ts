import { expect } from "chai";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { createApp, formTo, signInApp, signInByScript } from "../support/steps.js";

const minute = 60_000;
const hour = 60 * minute;

describe("a session", () => {
  let host: Host;
  beforeEach(async () => {
    host = await startHost();
    await host.addOperator("anna");
  });
  afterEach(() => host.close());

  async function signedIn() {
    const browser = host.browser();
    host.clock.advance(minute); // strangers share one send in 30 s
    await signInByScript(host, browser, "anna");
    return browser;
  }

  it("ends on the server when the operator signs out, not only in the cookie", async () => {
    const browser = await signedIn();
    const copy = host.browser({ jar: browser.jar.copy() });
    const answer = await browser.post("/mfa/sign-out");
    expect(answer.status).to.equal(200);
    expect(answer.json().state).to.equal("sign-in");
    expect((await copy.get("/app")).status).to.equal(401);
  });

  it("ends here and not elsewhere, by the button of the card", async () => {
    const [here, elsewhere] = [await signedIn(), await signedIn()];
    const card = await here.open("/mfa/card");
    const out = await here.submit(card, formTo(card, "/sign-out"));
    expect(out.words).to.include("Sign in");
    expect((await here.get("/app")).status).to.equal(401);
    expect((await elsewhere.get("/app")).status).to.equal(200);
  });

  it("ends everywhere, in apps too, when the operator says so", async () => {
    const [here, elsewhere] = [await signedIn(), await signedIn()];
    host.clock.advance(minute);
    const app = createApp(host, await signInApp(host, "anna"));
    expect((await app.get("/app")).status).to.equal(200);
    await here.post("/mfa/sign-out", { everywhere: true });
    for (const client of [here, elsewhere, app]) expect((await client.get("/app")).status).to.equal(401);
  });

  it("ends at the next request when the operator is disabled, and none comes back when enabled", async () => {
    const browser = await signedIn();
    const anna = await host.mfa.operators.find("anna");
    await host.mfa.operators.disable(anna?.id ?? "");
    expect((await browser.get("/app")).status).to.equal(401);
    expect(
      (await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword })).status,
    ).to.equal(401);
    await host.mfa.operators.enable(anna?.id ?? "");
    expect((await browser.get("/app")).status).to.equal(401);
    expect(
      (await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword })).status,
    ).to.equal(200);
  });

  it("does not outlive that its operator was disabled, though nobody asked meanwhile", async () => {
    const browser = await signedIn();
    const anna = await host.mfa.operators.find("anna");
    await host.mfa.operators.disable(anna?.id ?? "");
    await host.mfa.operators.enable(anna?.id ?? "");
    expect((await browser.get("/app")).status).to.equal(401);
  });

  it("ends after 30 minutes without a request", async () => {
    const browser = await signedIn();
    host.clock.advance(30 * minute - 1);
    expect((await browser.get("/app")).status).to.equal(200);
    host.clock.advance(30 * minute - 1);
    expect((await browser.get("/app")).status, "a request has renewed it").to.equal(200);
    host.clock.advance(30 * minute);
    expect((await browser.get("/app")).status).to.equal(401);
  });

  it("ends after 12 hours, however busy it was", async () => {
    const browser = await signedIn();
    for (let spent = 0; spent < 12 * hour - 20 * minute; spent += 20 * minute) {
      host.clock.advance(20 * minute);
      expect((await browser.get("/app")).status).to.equal(200);
    }
    host.clock.advance(20 * minute);
    expect((await browser.get("/app")).status).to.equal(401);
  });

  it("does not come back to life when the clock steps back", async () => {
    const browser = await signedIn();
    host.clock.advance(31 * minute);
    expect((await browser.get("/app")).status).to.equal(401);
    await new Promise((resolve) => setTimeout(resolve, 50)); // it is ended in the record after the answer
    host.clock.advance(-31 * minute);
    expect((await browser.get("/app")).status).to.equal(401);
  });

  it("lasts as long as the options say", async () => {
    const short = await startHost({ options: { session: { idle: 60, absolute: 120 } } });
    try {
      await short.addOperator("anna");
      const browser = short.browser();
      await signInByScript(short, browser, "anna");
      short.clock.advance(60_000);
      expect((await browser.get("/app")).status).to.equal(401);
    } finally {
      await short.close();
    }
  });

  it("is closed at once to a policy that asks for more", async () => {
    const browser = await signedIn();
    await host.mfa.policy.change({ mode: "app" });
    expect((await browser.get("/app")).status).to.equal(401);
  });

  it("is still waiting for the code after ten minutes: no more", async () => {
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    host.clock.advance(10 * minute);
    expect((await browser.post("/mfa/challenge/email-otp")).status).to.equal(401);
  });
});

describe("the token of a client", () => {
  let host: Host;
  beforeEach(async () => {
    host = await startHost();
    await host.addOperator("anna");
  });
  afterEach(() => host.close());

  const tokenIn = (setCookie: string[] | undefined) =>
    /^(mfa-[0-9a-f]{8}-session)=([^;]+)/.exec(setCookie?.find((line) => line.includes("-session=")) ?? "");

  it("is given to an app in the answer and to a browser in the cookie, never both", async () => {
    const app = await host.browser().post("/mfa/sign-in", {
      username: "anna",
      password: operatorPassword,
      client: "app",
    });
    expect(app.json().token).to.be.a("string");
    expect(app.headers["set-cookie"]).to.equal(undefined);
    const browser = await host
      .browser()
      .post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(browser.json()).not.to.have.property("token");
    expect(tokenIn(browser.headers["set-cookie"])).not.to.equal(null);
  });

  it("is a new one once the sign-in is complete, and the one before is dead", async () => {
    const first = await createApp(host).post("/mfa/sign-in", {
      username: "anna",
      password: operatorPassword,
      client: "app",
    });
    const pending = createApp(host, String(first.json().token));
    await pending.post("/mfa/challenge/email-otp");
    const done = await pending.post("/mfa/challenge/email-otp/verify", {
      code: host.smtp.lastCode("anna@net2.example"),
    });
    expect(done.json().token).not.to.equal(first.json().token);
    expect((await pending.get("/app")).status).to.equal(401);
    expect((await createApp(host, String(done.json().token)).get("/app")).status).to.equal(200);
  });

  it("is refused when a cookie and a bearer come together", async () => {
    const token = await signInApp(host, "anna");
    const browser = host.browser();
    host.clock.advance(minute);
    await signInByScript(host, browser, "anna");
    for (const path of ["/app", "/mfa/", "/mfa/card"]) {
      const answer = await browser.request(path, { headers: { Authorization: `Bearer ${token}` } });
      expect(answer.status, path).to.equal(400);
      expect(answer.json().code).to.equal("ERR_MFA_TWO_TOKENS");
    }
  });

  it("of a browser is no bearer, and of an app no cookie", async () => {
    const browser = host.browser();
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    await browser.post("/mfa/challenge/email-otp");
    const done = await browser.post("/mfa/challenge/email-otp/verify", {
      code: host.smtp.lastCode("anna@net2.example"),
    });
    const [, name, token] = tokenIn(done.headers["set-cookie"]) ?? [];
    expect((await browser.get("/app")).status).to.equal(200);
    expect((await createApp(host, token).get("/app")).status).to.equal(401);
    host.clock.advance(minute);
    const appToken = await signInApp(host, "anna");
    const asCookie = await host.browser().request("/app", {
      headers: { Cookie: `${name}=${appToken}`, Accept: "application/json" },
    });
    expect(asCookie.status).to.equal(401);
  });

  it("that was changed in any part opens nothing, and breaks nothing", async () => {
    const token = await signInApp(host, "anna");
    const [operator, id, secret] = token.split(".") as [string, string, string];
    const flip = (text: string) => (text.startsWith("A") ? "B" : "A") + text.slice(1);
    const broken = [
      `${flip(operator)}.${id}.${secret}`,
      `${operator}.${flip(id)}.${secret}`,
      `${operator}.${id}.${flip(secret)}`,
      `${operator}.${id}.`,
      `${operator}.${id}`,
      "..",
      "x".repeat(8000),
      "%00",
      `${token}.${token}`,
    ];
    for (const wrong of broken) {
      const answer = await createApp(host, wrong).get("/app");
      expect(answer.status, wrong.slice(0, 80)).to.equal(401);
    }
    expect((await createApp(host, token).get("/app")).status).to.equal(200);
  });
});
