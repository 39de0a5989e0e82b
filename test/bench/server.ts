import express from "express";
import expressSession from "express-session";
import { Passport } from "passport";
import CustomStrategy from "passport-custom";
import { createMfa } from "../../lib/index.js";
import { sqlite } from "../../storage/sqlite.js";
import { emailOtp, password } from "../../strategies/index.js";

// The servers that are compared, in one process: each answers the same route. Started by protect.ts as a child.

const [file = ""] = process.argv.slice(2);
const secret = "a secret for the benchmark, 32 bytes";
const answer: express.RequestHandler = (_req, res) => {
  res.send("ok");
};

const bare = express().get("/app", answer);

const users = new Map([["anna", { id: "anna" }]]);
const passport = new Passport();
passport.serializeUser((user, done) => done(null, (user as { id: string }).id));
passport.deserializeUser((id: string, done) => done(null, users.get(id) ?? false));
passport.use(new CustomStrategy((_req, done) => done(null, users.get("anna"))));
const peer = express();
peer.use(expressSession({ secret, resave: false, saveUninitialized: false }), passport.session());
peer.get("/login", passport.authenticate("custom"), answer);
peer.get("/app", (req, res, next) => (req.isAuthenticated() ? next() : res.sendStatus(401)), answer);

const ours = express();
const server = ours.listen(0, "127.0.0.1");
const origin = `http://127.0.0.1:${await portOf(server)}`;
let code = "";
const mfa = createMfa({
  issuer: "Bench",
  url: `${origin}/mfa`,
  secret,
  storage: sqlite(file),
  mailer: {
    send: async ({ subject }) => {
      code = subject.slice(0, 6);
    },
    verify: async () => {},
    close() {},
  },
  strategies: [password(), emailOtp()],
  initialPolicy: "email",
});
ours.use("/mfa", mfa.router);
ours.get("/app", mfa.protect(), answer);
await mfa.ready();

const typed = "a password for the benchmark";
await mfa.operators.add({ username: "anna", email: "anna@bench.example", password: typed });
let cookie = "";
const post = async (path: string, body: object) => {
  const headers = { origin, cookie, "content-type": "application/json" };
  const answered = await fetch(origin + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answered.ok) throw new Error(`${path}: ${answered.status}`);
  const set = answered.headers.getSetCookie().find((text) => text.includes("-session="));
  cookie = set?.split(";")[0] ?? cookie;
};
await post("/mfa/sign-in", { username: "anna", password: typed });
await post("/mfa/challenge/email-otp", {});
await post("/mfa/challenge/email-otp/verify", { code });

const peerOrigin = `http://127.0.0.1:${await portOf(peer.listen(0, "127.0.0.1"))}`;
const [peerCookie = ""] = (await fetch(`${peerOrigin}/login`)).headers.getSetCookie();
process.send?.([
  { name: "express alone", port: await portOf(bare.listen(0, "127.0.0.1")), cookie: "" },
  {
    name: "express-session + passport",
    port: Number(new URL(peerOrigin).port),
    cookie: peerCookie.split(";")[0],
  },
  { name: "express-mfa on SQLite", port: Number(new URL(origin).port), cookie },
]);

async function portOf(listening: import("node:http").Server): Promise<number> {
  if (!listening.listening) await new Promise((resolve) => listening.once("listening", resolve));
  const address = listening.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  return address.port;
}
