import { expect } from "chai";
import { readReturnTo } from "../../lib/http/return-to.js";
import { readSites } from "../../lib/http/site.js";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { formTo, signInByMail } from "../support/steps.js";

const attacks = [
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\\/evil.example",
  "/%2fevil.example",
  "/%2Fevil.example",
  "/%5cevil.example",
  "%2f%2fevil.example",
  "/.//evil.example",
  "/x/..//evil.example",
  "/%2e//evil.example",
  "/x/%2e%2e//evil.example",
  "/.\\/evil.example",
  "https://evil.example",
  "https:evil.example",
  "https:/evil.example",
  "http://localhost@evil.example/",
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  "data:text/html,x",
  "/\t/evil.example",
  "/%09/evil.example",
  "/\n/evil.example",
  "/%0a/evil.example",
  "/app%0d%0aSet-Cookie:%20a=b",
  "/app\r\nSet-Cookie: a=b",
  "/%00",
  " /app",
  "/ /evil.example",
  "/\u00a0//evil.example\u2028\u0000",
  "app",
  "?x",
  "#x",
  "",
  "/\ud800",
  "/%ff",
  `/${"x".repeat(3000)}`,
];

describe("where a person is led back to", () => {
  const site = readSites(["https://net2.example.com/mfa"], false).of({ headers: {} } as never);

  for (const attack of attacks) {
    it(`is nowhere else: ${JSON.stringify(attack).slice(0, 60)}`, () => {
      expect(readReturnTo(attack, site)).to.equal(undefined);
    });
  }

  it("is nothing but a text", () => {
    for (const value of [undefined, null, 1, ["/app"], { toString: () => "/app" }]) {
      expect(readReturnTo(value, site)).to.equal(undefined);
    }
  });

  it("is any path of this origin, with its query and fragment", () => {
    for (const path of [
      "/",
      "/app",
      "/app/doors?floor=2&x=a%20b#top",
      "/app?next=//evil.example",
      "/caf%C3%A9",
    ]) {
      expect(readReturnTo(path, site)).to.equal(path);
    }
  });

  describe("over HTTP", () => {
    let host: Host;
    before(async () => {
      host = await startHost({ mode: "off" });
      await host.addOperator("anna");
    });
    after(() => host.close());

    it("goes home for each attack, in the query, in the form and in JSON", async () => {
      // Half a character does not travel: what arrives is U+FFFD.
      for (const attack of attacks.filter((text) => text.isWellFormed())) {
        const browser = host.browser();
        const query = new URLSearchParams({ returnTo: attack });
        const page = await browser.open(`/mfa/?${query}`);
        const form = formTo(page, "/sign-in");
        expect(form?.fields, attack).not.to.have.property("returnTo");
        const json = await host
          .browser()
          .post("/mfa/sign-in", { username: "anna", password: operatorPassword, returnTo: attack });
        expect(json.json(), attack).not.to.have.property("returnTo");
      }
      for (const attack of ["//evil.example", "/.//evil.example", "https://evil.example"]) {
        const browser = host.browser();
        const page = await browser.open("/mfa/");
        const form = formTo(page, "/sign-in");
        const answer = await browser.request("/mfa/sign-in", {
          method: "POST",
          headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: host.base },
          body: new URLSearchParams({
            ...form?.fields,
            username: "anna",
            password: operatorPassword,
            returnTo: attack,
          }).toString(),
        });
        expect(answer.status).to.equal(303);
        expect(answer.headers.location, attack).to.equal("/mfa/");
      }
    });
  });

  it("is carried through the whole sign-in by e-mail", async () => {
    const host = await startHost();
    try {
      await host.addOperator("anna");
      const page = await signInByMail(host, host.browser(), "anna", {
        path: "/app/doors?floor=2&name=a%26b",
      });
      expect(page.url.pathname + page.url.search).to.equal("/app/doors?floor=2&name=a%26b");
    } finally {
      await host.close();
    }
  });
});
