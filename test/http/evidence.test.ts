import { expect } from "chai";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { addressesOf } from "../support/routes.js";
import { createApp, formTo, signInApp, signInByScript, typePassword } from "../support/steps.js";

const form = "application/x-www-form-urlencoded";

describe("evidence that a change comes from our own pages", () => {
  let host: Host;
  let browser: Browser;
  before(async () => {
    host = await startHost();
    await host.addOperator("anna");
    browser = host.browser();
    await signInByScript(host, browser, "anna");
  });
  after(() => host.close());

  const none: readonly (readonly [what: string, headers: () => Record<string, string>])[] = [
    ["no Origin and no Fetch Metadata", () => ({})],
    ["another origin", () => ({ Origin: "https://evil.example" })],
    ["another port", () => ({ Origin: "http://localhost:1" })],
    ["another scheme", () => ({ Origin: host.base.replace("http:", "https:") })],
    ["the origin null", () => ({ Origin: "null" })],
    ["an origin that only begins like ours", () => ({ Origin: `${host.base}.evil.example` })],
    ["Sec-Fetch-Site: cross-site", () => ({ Origin: host.base, "Sec-Fetch-Site": "cross-site" })],
    ["Sec-Fetch-Site: same-site", () => ({ Origin: host.base, "Sec-Fetch-Site": "same-site" })],
    ["Sec-Fetch-Site: none", () => ({ "Sec-Fetch-Site": "none" })],
    [
      "same-origin, but another Origin",
      () => ({ Origin: "https://evil.example", "Sec-Fetch-Site": "same-origin" }),
    ],
  ];
  for (const [what, headers] of none) {
    it(`is missing with ${what}: every change is refused, as JSON and as a form`, async () => {
      const before = await host.state();
      const token = formTo(await browser.open("/mfa/card"), "/sign-out")?.fields._csrf ?? "";
      for (const path of addressesOf(host.mfa.router, "post", ["password", "email-otp", "totp"])) {
        for (const client of [browser, host.browser()]) {
          for (const [type, body] of [
            ["application/json", `{"username":"anna","password":"${operatorPassword}"}`],
            [form, `_csrf=${encodeURIComponent(token)}&username=anna&password=correct+horse+battery`],
          ] as const) {
            const answer = await client.request(`/mfa${path}`, {
              method: "POST",
              headers: { "Content-Type": type, ...headers() },
              body,
            });
            expect(answer.status, `${path} ${type}`).to.equal(403);
            expect(answer.headers["set-cookie"], path).to.equal(undefined);
          }
        }
      }
      expect(await host.state()).to.deep.equal(before);
    });

    it(`is missing with ${what}: behind protect a change with our cookie is refused`, async () => {
      const answer = await browser.request("/app", { method: "POST", headers: headers() });
      expect(answer.status).to.equal(403);
      expect(answer.json().code).to.equal("ERR_MFA_ORIGIN");
    });
  }

  it("is what a browser of today says by itself, or an Origin that is ours", async () => {
    for (const headers of [{ "Sec-Fetch-Site": "same-origin" }, { Origin: host.base }]) {
      const answer = await browser.request("/app", { method: "POST", headers });
      expect(answer.status).to.equal(200);
    }
  });

  it("is not asked of an app: nobody else's page holds its token", async () => {
    host.clock.advance(60_000);
    const token = await signInApp(host, "anna");
    expect((await createApp(host, token).post("/app")).status).to.equal(200);
  });

  it("is not asked of a sign-in for an app, which leaves nothing in a browser", async () => {
    const answer = await host.browser().request("/mfa/sign-in", {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: "https://evil.example" },
      body: JSON.stringify({ username: "anna", password: operatorPassword, client: "app" }),
    });
    expect(answer.status).to.equal(200);
    expect(answer.headers["set-cookie"]).to.equal(undefined);
    expect(answer.headers).not.to.have.property("access-control-allow-origin");
  });

  it("is not asked behind protect when the host has said so", async () => {
    const open = await startHost({ options: { sameOrigin: false } });
    try {
      await open.addOperator("anna");
      const client = open.browser();
      await signInByScript(open, client, "anna");
      expect((await client.request("/app", { method: "POST" })).status).to.equal(200);
      const ours = await client.request("/mfa/sign-out", { method: "POST" });
      expect(ours.status, "our own routes ask all the same").to.equal(403);
    } finally {
      await open.close();
    }
  });
});

describe("the token of a form", () => {
  let host: Host;
  before(async () => {
    host = await startHost();
    await host.addOperator("anna");
    await host.addOperator("erik");
  });
  after(() => host.close());

  const fields = { username: "anna", password: operatorPassword };

  it("must be there and right, in the sign-in form too", async () => {
    for (const token of [undefined, "", "x", "x".repeat(43)]) {
      const browser = host.browser();
      const page = await browser.open("/mfa/");
      const shown = formTo(page, "/sign-in");
      const { _csrf: _, ...rest } = shown?.fields ?? {};
      const own = { ...rest, ...(token !== undefined && { _csrf: token }) };
      const answer = await browser.submit(page, shown && { ...shown, fields: own }, fields);
      expect(answer.status, String(token)).to.equal(403);
      expect(answer.words).to.include("open for too long");
    }
  });

  it("is good in the browser that it was made for, and in no other", async () => {
    const [one, other] = [host.browser(), host.browser()];
    const [theirs, page] = [await one.open("/mfa/"), await other.open("/mfa/")];
    const shown = formTo(page, "/sign-in");
    const foreign = { ...shown?.fields, _csrf: formTo(theirs, "/sign-in")?.fields._csrf ?? "" };
    const answer = await other.submit(page, shown && { ...shown, fields: foreign }, fields);
    expect(answer.status).to.equal(403);
    const bare = await host.browser().submit(theirs, formTo(theirs, "/sign-in"), fields);
    expect(bare.status, "without the cookie").to.equal(403);
  });

  it("is good for whom it was made, not for who signs in after", async () => {
    const browser = host.browser();
    const signedOut = await browser.open("/mfa/");
    await signInByScript(host, browser, "anna");
    const card = await browser.open("/mfa/card");
    const out = formTo(card, "/sign-out");
    const before = { ...out?.fields, _csrf: formTo(signedOut, "/sign-in")?.fields._csrf ?? "" };
    expect((await browser.submit(card, out && { ...out, fields: before })).status).to.equal(403);
    await signInByScript(host, browser, "erik");
    expect((await browser.submit(card, out)).status, "anna's form in erik's session").to.equal(403);
    expect((await browser.get("/app")).json().username).to.equal("erik");
  });

  it("opens no card by a form that is refused, after the password alone", async () => {
    host.clock.advance(60_000);
    const browser = host.browser();
    const page = await typePassword(browser, "anna");
    const own = formTo(page, "/sign-out");
    for (const path of ["/card/language", "/card/password"]) {
      for (const token of [own?.fields._csrf ?? "", "wrong"]) {
        const form = own && { ...own, action: `/mfa${path}`, fields: { _csrf: token, language: "sv" } };
        const answer = await browser.submit(page, form);
        expect(answer.status, path).to.be.oneOf([401, 403]);
        expect(answer.text, path).to.not.include("anna@net2.example").and.not.include("/card/password");
      }
    }
  });

  it("is on every form of every page", async () => {
    const browser = host.browser();
    host.clock.advance(60_000);
    const pages = [await browser.open("/mfa/"), await typePassword(browser, "anna")];
    await signInByScript(host, browser, "erik");
    pages.push(await browser.open("/mfa/card"), await browser.open("/mfa/?need=fresh"));
    for (const page of pages) {
      expect(page.forms.length).to.be.greaterThan(0);
      for (const { method, fields } of page.forms) {
        expect(method).to.equal("post");
        expect(fields._csrf).to.match(/^[\w-]{43}$/);
      }
    }
  });
});
