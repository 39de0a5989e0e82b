import { createServer } from "node:http";
import { expect } from "chai";
import express from "express";
import Router from "router";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { formTo, mailOf, signInByMail, signInByScript, typePassword } from "../support/steps.js";

describe("the host that we are mounted in", () => {
  let host: Host | undefined;
  afterEach(async () => {
    await host?.close();
    host = undefined;
  });

  const lies: readonly Record<string, string>[] = [
    { Host: "evil.example" },
    { "X-Forwarded-Host": "evil.example" },
    { "X-Forwarded-Proto": "https" },
    { "X-Forwarded-Prefix": "/evil" },
    { Forwarded: "host=evil.example;proto=https" },
    { "X-Original-URL": "/mfa/card", "X-Rewrite-URL": "/mfa/card" },
    { "X-HTTP-Method-Override": "DELETE" },
  ];
  for (const headers of lies) {
    it(`is not talked into anything by ${Object.keys(headers).join(", ")}`, async () => {
      host = await startHost();
      await host.addOperator("anna");
      const browser = host.browser({ headers });
      const page = await browser.open("/mfa/");
      expect(page.text).not.to.include("evil");
      const redirect = await browser.request("/app", { headers: { Accept: "text/html" } });
      expect(redirect.headers.location).to.equal("/mfa/?returnTo=%2Fapp");
      const done = await signInByMail(host, browser, "anna", { path: "/app" });
      expect(done.words).to.include("a guarded page");
      expect(host.smtp.mails.map(({ raw }) => raw).join()).not.to.include("evil");
    });
  }

  it("may have parsed the bodies before us, nested or not", async () => {
    host = await startHost({
      before: (app) => app.use(express.json({ strict: false }), express.urlencoded({ extended: true })),
    });
    await host.addOperator("anna");
    const browser = host.browser();
    const page = await signInByMail(host, browser, "anna", { path: "/app" });
    expect(page.words).to.include("a guarded page");
    const other = host.browser();
    host.clock.advance(60_000);
    expect((await signInByScript(host, other, "anna")).json().state).to.equal("signed-in");

    const encoded = { "Content-Type": "application/x-www-form-urlencoded", Origin: host.base };
    const fresh = host.browser();
    const token = encodeURIComponent(formTo(await fresh.open("/mfa/"), "/sign-in")?.fields._csrf ?? "");
    for (const fields of ["username[a]=b&password=x", "username=a&password[]=x", "client[toString]=x"]) {
      const answer = await fresh.request("/mfa/sign-in", {
        method: "POST",
        headers: encoded,
        body: `_csrf=${token}&${fields}`,
      });
      expect(answer.status, fields).to.equal(422);
    }
    for (const body of ["null", "[]", '"x"', "5", "true"]) {
      const answer = await fresh.request("/mfa/sign-in", {
        method: "POST",
        headers: { "Content-Type": "application/json", Origin: host.base },
        body,
      });
      expect(answer.status, body).to.be.within(400, 422);
    }
  });

  it("may have parsed them as text or bytes, which are no body of ours", async () => {
    for (const parser of [express.text({ type: "*/*" }), express.raw({ type: "*/*" })]) {
      const strange = await startHost({ before: (app) => app.use(parser) });
      try {
        const answer = await strange.browser().post("/mfa/sign-in", { username: "anna", password: "x" });
        expect(answer.status).to.be.within(400, 422);
      } finally {
        await strange.close();
      }
    }
  });

  it("is told when the mount does not fit the url", async () => {
    host = await startHost();
    host.app.use("/security", host.mfa.router);
    const answer = await host.browser().get("/security/");
    expect(answer.status).to.equal(500);
    expect(answer.json().code).to.equal("ERR_MFA_MOUNT");
    expect(answer.text, "where it is, is the host's to know").not.to.include("/security");
    expect(String(host.faults[0])).to.include('mounted at "/security"').and.include('says "/mfa"');
  });

  it("may be reached by several names, each with cookies of its own", async () => {
    host = await startHost({
      options: { url: ["https://net2.example.com/mfa", "https://server.example:8443/mfa"] },
    });
    await host.addOperator("anna");
    for (const origin of ["https://net2.example.com", "https://server.example:8443"]) {
      const { Browser } = await import("../support/browser.js");
      const browser = new Browser(origin, { via: host.via });
      host.clock.advance(60_000);
      expect((await signInByScript(host, browser, "anna")).json().state, origin).to.equal("signed-in");
      expect((await browser.get("/app")).status).to.equal(200);
    }
    const stranger = await host
      .browser()
      .post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect(stranger.status, "a name that is not in the list").to.equal(403);
  });

  it("may use router alone, without Express", async () => {
    const inner = await startHost();
    host = inner;
    await inner.addOperator("anna");
    const router = Router();
    router.use("/mfa", inner.mfa.router);
    router.use("/app", inner.mfa.protect());
    router.get("/app", (req, res) => {
      res.end((req as { user?: { username?: string } }).user?.username);
    });
    const server = createServer((req, res) => router(req, res, () => res.writeHead(404).end()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as { port: number };
      const { Browser } = await import("../support/browser.js");
      const browser = new Browser(inner.base, { via: `http://127.0.0.1:${port}` });
      expect((await browser.get("/app")).status).to.equal(401);
      const code = await typePassword(browser, "anna", "/mfa/");
      const done = await browser.submit(code, formTo(code, "/challenge/email-otp/verify"), {
        code: inner.smtp.lastCode(mailOf("anna")),
      });
      expect(done.words).to.include("You are signed in");
      expect((await browser.get("/app")).text).to.equal("anna");
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
