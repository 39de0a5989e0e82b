import { expect } from "chai";
import type { Browser } from "../support/browser.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import type { Answer } from "../support/http.js";
import { needs } from "../support/needs.js";
import { enrolApp, formTo, signInByScript } from "../support/steps.js";

function expectSecure({ headers }: Answer, what: string): void {
  const csp = headers["content-security-policy"] ?? "";
  for (const directive of [
    "default-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ])
    expect(String(csp), what).to.include(directive);
  expect(String(csp), what).not.to.match(/unsafe-|\*|https?:/);
  expect(headers["x-content-type-options"], what).to.equal("nosniff");
  expect(headers["x-frame-options"], what).to.equal("DENY");
  expect(headers["referrer-policy"], what).to.equal("same-origin");
  expect(headers["cross-origin-opener-policy"], what).to.equal("same-origin");
  expect(headers["cross-origin-resource-policy"], what).to.equal("same-origin");
  expect(headers["cache-control"], what).to.equal("no-store");
}

describe("what we answer", () => {
  let host: Host;
  let browser: Browser;
  before(needs("oathtool"));
  before(async () => {
    host = await startHost({ mode: "either" });
    await host.addOperator("anna");
    browser = host.browser();
    await signInByScript(host, browser, "anna");
    await enrolApp(host, browser);
  });
  after(() => host.close());

  const answers: Readonly<Record<string, () => Promise<Answer>>> = {
    "a page": () => host.browser().open("/mfa/"),
    "the card": () => browser.open("/mfa/card"),
    JSON: () => browser.get("/mfa/"),
    "the answer to a HEAD": () => browser.request("/mfa/", { method: "HEAD" }),
    "a redirect of the router": () =>
      host.browser().request("/mfa/card", { headers: { Accept: "text/html" } }),
    "a redirect of protect": () => host.browser().request("/app", { headers: { Accept: "text/html" } }),
    "a problem of protect": () => host.browser().get("/app"),
    "a problem": () => host.browser().post("/mfa/sign-in", { username: 1 }),
    "a problem's page": () => host.browser().open("/mfa/nothing"),
    "a wrong method": () => browser.request("/mfa/sign-in"),
    "a refused origin": () =>
      host.browser().request("/mfa/sign-in", { method: "POST", headers: { Origin: "https://evil.example" } }),
    "a PNG of the QR": () => browser.get("/mfa/card/totp.png"),
    "an SVG of the QR": () => browser.get("/mfa/card/totp.svg"),
    "the stylesheet": async () => {
      const { text } = await host.browser().open("/mfa/");
      return browser.get(/<link rel="stylesheet" href="([^"]+)"/.exec(text)?.[1] ?? "");
    },
  };
  for (const [what, ask] of Object.entries(answers)) {
    it(`carries the headers of a safe page: ${what}`, async () => expectSecure(await ask(), what));
  }

  it("carries them before it is ready, as page and as JSON, with 503", async () => {
    const starting = await startHost({ ready: false });
    try {
      for (const path of ["/mfa/", "/app", "/mfa/card"]) {
        const json = await starting.browser().get(path);
        expect(json.status, path).to.equal(503);
        expect(json.json().code).to.equal("ERR_MFA_NOT_READY");
        expectSecure(json, path);
        const page = await starting.browser().open(path);
        expect(page.status, path).to.equal(503);
        expect(page.headers["content-type"]).to.match(/^text\/html/);
        expectSecure(page, path);
      }
      const signIn = await starting
        .browser()
        .post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      expect(signIn.status).to.equal(503);
    } finally {
      await starting.close();
    }
  });

  it("has no style, no script and no handler written into a page", async () => {
    for (const path of ["/mfa/", "/mfa/card", "/mfa/?need=fresh"]) {
      const { text } = await browser.open(path);
      expect(text, path).not.to.match(
        /<style|<script(?! type="module" src="\/mfa\/assets\/script-\w+\.js"><\/script>)|\sstyle=|\son[a-z]+=|javascript:/i,
      );
    }
  });

  it("puts a page where a person navigates and JSON everywhere else", async () => {
    const type = async (headers: Record<string, string>) =>
      (await host.browser().request("/mfa/", { headers })).headers["content-type"];
    expect(await type({})).to.match(/^application\/json/);
    expect(await type({ Accept: "*/*" })).to.match(/^application\/json/);
    expect(await type({ Accept: "application/json, text/html;q=0.9" })).to.match(/^application\/json/);
    expect(await type({ Accept: "text/html" })).to.match(/^text\/html/);
    expect(await type({ "Sec-Fetch-Mode": "navigate" })).to.match(/^text\/html/);
    expect(await type({ "Sec-Fetch-Mode": "cors", Accept: "*/*" })).to.match(/^application\/json/);
  });

  it("writes names into pages as text", async () => {
    const one = host.browser();
    const page = await one.open("/mfa/");
    const name = "\"' autofocus onfocus=alert(1) <script x=&quot;";
    const wrong = await one.submit(page, formTo(page, "/sign-in"), { username: name, password: "x" });
    expect(wrong.text).not.to.include("<script x");
    expect(wrong.status).to.equal(401);
    expect(formTo(wrong, "/sign-in")?.fields.username).to.equal(name);
  });
});

describe("our cookies", () => {
  async function cookiesOf(origin?: string): Promise<string[]> {
    const host = await startHost({ ...(origin !== undefined && { origin }), reauthDays: 7 });
    try {
      await host.addOperator("anna");
      const browser = host.browser();
      const lines: string[] = [];
      const form = await browser.request("/mfa/", { headers: { Accept: "text/html" } });
      lines.push(...(form.headers["set-cookie"] ?? []));
      const first = await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
      lines.push(...(first.headers["set-cookie"] ?? []));
      await browser.post("/mfa/challenge/email-otp");
      const code = host.smtp.lastCode("anna@net2.example");
      const done = await browser.post("/mfa/challenge/email-otp/verify", { code, trust: true });
      lines.push(...(done.headers["set-cookie"] ?? []));
      lines.push(...((await browser.post("/mfa/sign-out")).headers["set-cookie"] ?? []));
      expect((await browser.get("/app")).status).to.equal(401);
      return lines;
    } finally {
      await host.close();
    }
  }

  it("are tied to the host over https: __Host-, Secure, HttpOnly, SameSite", async () => {
    const lines = await cookiesOf("https://net2.example.com");
    expect(lines).to.have.length(5);
    for (const line of lines) {
      expect(line).to.match(/^__Host-mfa-[0-9a-f]{8}-(form|session|device-[\w-]{8})=/);
      expect(line)
        .to.match(/; Path=\/(;|$)/)
        .and.match(/; HttpOnly/)
        .and.match(/; Secure/)
        .and.match(/; SameSite=Lax/);
      expect(line).not.to.match(/Domain/i);
    }
  });

  it("drop Secure and the prefix for http on localhost, and nothing else", async () => {
    const lines = await cookiesOf();
    expect(lines).to.have.length(5);
    for (const line of lines) {
      expect(line).to.match(/^mfa-[0-9a-f]{8}-(form|session|device-[\w-]{8})=/);
      expect(line)
        .to.match(/; HttpOnly/)
        .and.match(/; SameSite=Lax/);
      expect(line).not.to.match(/Secure|Domain/i);
    }
  });

  it("end with the browser, but for the one that knows the device, and are taken back at sign-out", async () => {
    const lines = await cookiesOf();
    const lasting = lines.filter((line) => /Max-Age=[1-9]/.test(line));
    expect(lasting).to.have.length(1);
    expect(lasting[0]).to.match(/-device-/);
    expect(lines.at(-1)).to.match(/-session=; Max-Age=0/);
  });
});
