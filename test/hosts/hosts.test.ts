import { randomBytes } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import bodyParser from "body-parser";
import { expect } from "chai";
import compression from "compression";
import cors from "cors";
import express from "express";
import { createMfa, type Mfa } from "express-mfa";
import { memory } from "express-mfa/storage/memory";
import { emailOtp, password, totp } from "express-mfa/strategies";
import session from "express-session";
// @ts-expect-error Express 4 under a second name has no types of its own.
import untyped4 from "express4";
import helmet from "helmet";
import { Passport } from "passport";
import { Browser } from "../support/browser.js";
import { operatorPassword } from "../support/harness.js";
import { startSmtp, type TestSmtp } from "../support/smtp.js";

type App = ReturnType<typeof express>;
/** What a host does with what the package gives it. */
type Mount = (app: App, mfa: Mfa) => void;

interface Kind {
  readonly what: string;
  /** Default `/mfa`. */
  readonly mount?: string;
  /** Default: what it listens on, by the name `localhost`. */
  readonly origins?: readonly string[];
  readonly make?: () => App;
  /** Before the router. */
  readonly before?: Mount;
  /** Between the router and the host's routes. */
  readonly between?: Mount;
}

/** Of the same shape, as far as a host uses it here. */
const express4: typeof express = untyped4;

/** Hosts as they are. Each is walked through in the same way, by the package as it was built. */
const kinds: readonly Kind[] = [
  { what: "Express 5" },
  { what: "Express 4", make: () => express4() },
  {
    what: "Express 4 with its own parsers first",
    make: () => express4(),
    before: (app) => app.use(express4.json(), express4.urlencoded({ extended: true })),
  },
  { what: "mounted at the root", mount: "" },
  { what: "mounted deep below", mount: "/a/b/security" },
  {
    what: "an app in an app",
    mount: "/admin/mfa",
    make: () => {
      const [outer, inner] = [express(), express()];
      outer.use("/admin", inner);
      outer.set("inner", inner);
      return outer;
    },
  },
  { what: "on a sub-domain, behind a proxy that ends https", origins: ["https://login.net2.example.com"] },
  {
    what: "of several names, behind a proxy",
    origins: ["https://net2.example.com", "https://net2.local:8443"],
  },
  {
    what: "beside express-session and Passport",
    before(app) {
      const passport = new Passport();
      passport.serializeUser((user, done) => done(null, user));
      passport.deserializeUser((user: object, done) => done(null, user));
      app.use(session({ secret: "host", resave: false, saveUninitialized: true }));
      app.use(passport.initialize(), passport.session());
    },
  },
  { what: "behind helmet as it comes", before: (app) => app.use(helmet()) },
  { what: "behind compression", before: (app) => app.use(compression({ threshold: 0 })) },
  {
    what: "behind cors with credentials",
    before: (app) => app.use(cors({ origin: /\.other\.example$/, credentials: true })),
  },
  {
    what: "with body-parser before",
    before: (app) => app.use(bodyParser.json(), bodyParser.urlencoded({ extended: false })),
  },
  { what: "with body-parser behind", between: (app) => app.use(bodyParser.json()) },
];

describe("A host as it is:", () => {
  let server: Server;
  let smtp: TestSmtp;
  let mfa: Mfa;
  let via: string;

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await mfa.close();
    await smtp.close();
  });

  async function start({ mount = "/mfa", origins, make = express, before, between }: Kind) {
    smtp = await startSmtp();
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    via = `http://127.0.0.1:${port}`;
    const names = origins ?? [`http://localhost:${port}`];
    mfa = createMfa({
      issuer: "Net2",
      url: names.map((origin) => origin + mount),
      secret: randomBytes(32).toString("base64"),
      storage: memory(),
      mail: { smtp: smtp.url, from: "Net2 <net2@net2.example>" },
      strategies: [password(), emailOtp(), totp()],
      initialPolicy: "email",
    });
    const app = make();
    app.set("trust proxy", "loopback");
    before?.(app, mfa);
    const inner = app.get("inner") as App | undefined;
    if (inner === undefined) app.use(mount || "/", mfa.router);
    else inner.use(mount.slice("/admin".length), mfa.router);
    between?.(app, mfa);
    app.use("/door/fresh", mfa.protect({ maxAge: 300 }));
    app.use("/door", mfa.protect(), (req, res) => {
      res.json({ door: req.mfa?.operator.username, method: req.method, ip: req.ip });
    });
    server.on("request", app as RequestListener);
    await mfa.ready();
    await mfa.operators.add({
      username: "anna",
      email: "anna@net2.example",
      password: operatorPassword,
    });
    return names;
  }

  async function walkPages(origin: string, mount: string) {
    const browser = new Browser(origin, { via, headers: proxied });
    const form = (page: Awaited<ReturnType<Browser["open"]>>, path: string) =>
      page.forms.find(({ action }) => action === mount + path);
    const signIn = await browser.open("/door");
    expect(signIn.url.pathname, signIn.words).to.equal(`${mount}/`);
    const code = await browser.submit(signIn, form(signIn, "/sign-in"), {
      username: "anna",
      password: operatorPassword,
    });
    const inside = await browser.submit(code, form(code, "/challenge/email-otp/verify"), {
      code: smtp.lastCode("anna@net2.example"),
    });
    expect(inside.url.pathname).to.equal("/door");
    expect(inside.json()).to.deep.equal({ door: "anna", method: "GET", ip: "192.0.2.7" });
    expect((await browser.get("/door/fresh")).status).to.equal(200);
    expect((await browser.post("/door", { open: true })).json()).to.include({ method: "POST" });
    const stranger = await browser.request("/door", {
      method: "POST",
      headers: { Origin: "https://evil.example" },
    });
    expect(stranger.status, "a form of somebody else").to.equal(403);
    const card = await browser.open(`${mount}/card`);
    const style = /<link rel="stylesheet" href="([^"]+)"/.exec(card.text)?.[1] ?? "";
    const sheet = await browser.request(style);
    expect([sheet.status, sheet.headers["content-type"]]).to.deep.equal([200, "text/css; charset=utf-8"]);
    expect(card.headers["content-security-policy"], "our own, whoever set one before").to.include(
      "default-src 'none'",
    );
    const out = await browser.submit(card, form(card, "/sign-out"));
    expect(out.status).to.equal(200);
    expect((await browser.get("/door")).status).to.equal(401);
  }

  async function walkApp(origin: string, mount: string) {
    const call = (token: string | undefined, path: string, body?: object) =>
      new Browser(origin, { via, headers: proxied }).request(path, {
        method: body === undefined ? "GET" : "POST",
        headers: {
          Accept: "application/json",
          ...(body !== undefined && { "Content-Type": "application/json" }),
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const first = await call(undefined, `${mount}/sign-in`, {
      username: "anna",
      password: operatorPassword,
      client: "app",
    });
    const pending = String(first.json().token);
    expect((await call(pending, "/door")).status).to.equal(401);
    const sent = await call(pending, `${mount}/challenge/email-otp`, {});
    const code = smtp.lastCode("anna@net2.example");
    const done = await call(pending, `${mount}/challenge/email-otp/verify`, { code });
    expect(done.status, sent.text + done.text).to.equal(200);
    const token = String(done.json().token);
    expect((await call(token, "/door")).json()).to.include({ door: "anna" });
    expect((await call(token, "/door", { open: true })).json()).to.include({ method: "POST" });
    expect((await call(token, `${mount}/sign-out`, {})).status).to.equal(200);
    expect((await call(token, "/door")).status).to.equal(401);
  }

  const proxied = { "X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https" };

  for (const kind of kinds) {
    const { what, mount = "/mfa" } = kind;
    it(`${what}: pages`, async () => {
      const [origin = ""] = await start(kind);
      await walkPages(origin, mount);
    });
    it(`${what}: an app`, async () => {
      const [origin = ""] = await start(kind);
      await walkApp(origin, mount);
    });
  }

  it("of several names: each signs in by itself, and a cookie of one is nothing at the other", async () => {
    const names = ["https://net2.example.com", "https://net2.local:8443"];
    await start({ what: "", origins: names });
    await mfa.policy.change({ mode: "off" });
    const [one, other] = names.map((origin) => new Browser(origin, { via, headers: proxied }));
    await one?.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    expect((await one?.get("/door"))?.status).to.equal(200);
    const cookie = one?.jar.header(new URL(names[0] ?? ""));
    expect((await other?.request("/door", { headers: { Cookie: cookie } }))?.status).to.equal(401);
  });

  it("behind cors: a page of another origin reads what the host lets it, and changes nothing with our cookie", async () => {
    const [origin = ""] = await start({
      what: "",
      before: (app) => app.use(cors({ origin: /\.other\.example$/, credentials: true })),
    });
    await mfa.policy.change({ mode: "off" });
    const browser = new Browser(origin, { via });
    await browser.post("/mfa/sign-in", { username: "anna", password: operatorPassword });
    const foreign = { Origin: "https://app.other.example", "Sec-Fetch-Site": "cross-site" };
    const preflight = await browser.request("/door", {
      method: "OPTIONS",
      headers: { ...foreign, "Access-Control-Request-Method": "POST" },
    });
    expect(preflight.status).to.equal(204);
    expect((await browser.request("/door", { headers: foreign })).status).to.equal(200);
    expect((await browser.request("/door", { method: "POST", headers: foreign })).status).to.equal(403);
    expect((await browser.request("/mfa/sign-out", { method: "POST", headers: foreign })).status).to.equal(
      403,
    );
  });
});
