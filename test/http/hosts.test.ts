import { createServer } from "node:http";
import { expect } from "chai";
import express, { type Express } from "express";
// @ts-expect-error Express 4 under a second name has no types of its own.
import untyped4 from "express4";
import Router from "router";
import { type Host, operatorPassword, startHost } from "../support/harness.js";
import { formTo, mailOf, signInByMail, signInByScript, typePassword } from "../support/steps.js";

/** Of the same shape, as far as it is used here. */
const express4: typeof express = untyped4;

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

  const readers: Readonly<Record<string, (app: Express) => void>> = {
    "express.json() of Express 4, which leaves {} for a form": (app) => app.use(express4.json()),
    "express.urlencoded() of Express 4, which leaves {} for JSON": (app) =>
      app.use(express4.urlencoded({ extended: true })),
    "a handler that sees to it that there is a body": (app) =>
      app.use((req, _res, next) => {
        req.body ??= {};
        next();
      }),
    "a parser that makes text of everything": (app) => app.use(express.text({ type: "*/*" })),
    "a parser that makes bytes of everything": (app) => app.use(express.raw({ type: "*/*" })),
  };
  for (const [what, before] of Object.entries(readers)) {
    it(`may have before us ${what}`, async () => {
      host = await startHost({ before });
      await host.addOperator("anna");
      const page = await signInByMail(host, host.browser(), "anna", { path: "/app" });
      expect(page.words).to.include("a guarded page");
      host.clock.advance(60_000);
      expect((await signInByScript(host, host.browser(), "anna")).json().state).to.equal("signed-in");
    });
  }

  it("may have made text or bytes of them: what is no body of ours is refused all the same", async () => {
    for (const parser of [express.text({ type: "*/*" }), express.raw({ type: "*/*" })]) {
      const strange = await startHost({ before: (app) => app.use(parser) });
      const post = (body: string) =>
        strange.browser().request("/mfa/sign-in", {
          method: "POST",
          headers: { "Content-Type": "application/json", Origin: strange.base },
          body,
        });
      try {
        for (const body of ["null", "[]", '"x"', "5", "{", "{}"]) {
          expect((await post(body)).status, body).to.be.within(400, 422);
        }
        const long = await post(JSON.stringify({ username: "a".repeat(40_000), password: "x" }));
        expect(long.json().code).to.equal("ERR_MFA_LARGE");
      } finally {
        await strange.close();
      }
    }
  });

  it("is told when the body is gone before it comes to us", async () => {
    host = await startHost({
      before: (app) => app.use((req, _res, next) => void req.resume().once("end", next)),
    });
    const answer = await host
      .browser()
      .post("/mfa/sign-in", { username: "anna", password: "x", client: "app" });
    expect(answer.status).to.equal(500);
    expect(answer.json().code).to.equal("ERR_MFA_MOUNT");
    expect(String(host.faults[0])).to.include("mount the router before what reads it");
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
