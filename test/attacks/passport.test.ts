import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import express from "express";
import expressSession from "express-session";
import { Passport } from "passport";
import { createMfa, type Mfa, type Operator } from "../../lib/index.js";
import { memory } from "../../storage/memory.js";
import { emailOtp, password, totp } from "../../strategies/index.js";
import { Browser } from "../support/browser.js";
import { operatorPassword } from "../support/harness.js";

describe("passport.authenticate with our strategies, in a host with express-session", () => {
  let server: Server;
  let mfa: Mfa;
  let base: string;
  let code = "";

  before(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    mfa = createMfa({
      issuer: "Net2",
      url: `${base}/mfa`,
      secret: randomBytes(32).toString("base64"),
      storage: memory(),
      mailer: {
        send: async ({ subject }) => {
          // Warnings come too.
          if (/^\d{6}/.test(subject)) code = subject.slice(0, 6);
        },
        verify: async () => {},
        close() {},
      },
      strategies: [password(), emailOtp(), totp()],
      initialPolicy: "email",
    });
    await mfa.ready();
    for (const username of ["anna", "erik"]) {
      await mfa.operators.add({ username, email: `${username}@net2.example`, password: operatorPassword });
    }
    const passport = new Passport();
    passport.serializeUser((user, done) => done(null, user));
    passport.deserializeUser((user: Operator, done) => done(null, user));
    for (const id of ["password", "email-otp", "totp"]) passport.use(mfa.strategy(id));
    const app = express();
    app.set("env", "test"); // Express prints what reaches its own error handler otherwise
    app.use(
      expressSession({ secret: "of the host", resave: false, saveUninitialized: true }),
      passport.session(),
    );
    app.get("/who", (req, res) => {
      res.json({ in: req.isAuthenticated(), user: req.user ?? null });
    });
    app.post("/login", passport.authenticate("mfa-password"), (req, res) => {
      res.json({ in: req.isAuthenticated() });
    });
    app.post(
      "/code/:id",
      (req, res, next) => passport.authenticate(`mfa-${req.params.id}`)(req, res, next),
      (req, res) => {
        res.json({ in: req.isAuthenticated(), user: req.user });
      },
    );
    app.use("/mfa", mfa.router);
    server.on("request", app);
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await mfa.close();
  });

  const isIn = async (browser: Browser) => (await browser.get("/who")).json().in;

  it("is not authenticated by the password, nor by a wrong code, but by the whole policy", async () => {
    const browser = new Browser(base);
    expect((await browser.post("/login", { username: "anna", password: operatorPassword })).status).to.equal(
      401,
    );
    expect(await isIn(browser)).to.equal(false);
    expect((await browser.post("/code/totp", { code: "123456" })).status).to.equal(401);
    expect(await isIn(browser)).to.equal(false);
    await browser.post("/mfa/challenge/email-otp");
    expect(
      (await browser.post("/code/email-otp", { code: code === "000000" ? "000001" : "000000" })).status,
    ).to.equal(401);
    expect(await isIn(browser)).to.equal(false);
    const last = await browser.post("/code/email-otp", { code });
    expect(last.json().in).to.equal(true);
    expect(last.json().user).to.include({ username: "anna" });
    expect(await isIn(browser)).to.equal(true);
  });

  it("gives each request its own outcome, when many come at once", async () => {
    const names = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? "erik" : "nobody"));
    const answers = await Promise.all(
      names.map((username) => new Browser(base).post("/login", { username, password: operatorPassword })),
    );
    for (const [index, answer] of answers.entries()) {
      expect(answer.status).to.equal(401);
      // Only who had the right password is handed a sign-in.
      const cookies = (answer.headers["set-cookie"] ?? []).filter((cookie) => cookie.includes("-session="));
      expect(cookies.length > 0, names[index]).to.equal(names[index] === "erik");
    }
  });

  it("turns a fault into an error, and hangs nothing", async () => {
    const browser = new Browser(base);
    const answer = await browser.post("/login", { username: ["anna"], password: 7 });
    expect(answer.status).to.equal(422);
    expect(await isIn(browser)).to.equal(false);
  });
});
