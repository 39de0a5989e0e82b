import { createHmac } from "node:crypto";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { fromNodeHeaders } from "better-auth/node";
import { twoFactor } from "better-auth/plugins";
import Database from "better-sqlite3";
import express from "express";

// The same route behind better-auth, as its own guide for Express says: `getSession` for each request, on SQLite, for
// somebody who has passed TOTP. In a package of its own, so that nobody else installs what only this needs.

const [file = ":memory:"] = process.argv.slice(2);
const app = express();
const server = app.listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const database = new Database(file);
database.pragma("journal_mode = WAL");
const auth = betterAuth({
  baseURL: origin,
  secret: "a secret for the benchmark, 32 bytes",
  database,
  emailAndPassword: { enabled: true },
  plugins: [twoFactor({ issuer: "Bench" })],
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
});
await (await getMigrations(auth.options)).runMigrations();

app.get(
  "/app",
  async (req, res, next) => {
    const session = await auth.api.getSession({ headers: fromNodeHeaders(req.headers) });
    if (session === null) return res.sendStatus(401);
    req.user = session.user;
    next();
  },
  (_req, res) => res.send("ok"),
);

const cookies = new Map();
const who = { email: "anna@bench.example", password: "a password for the benchmark" };
await post("/sign-up/email", { name: "Anna", ...who });
const { totpURI } = await post("/two-factor/enable", { password: who.password });
const key = fromBase32(new URL(totpURI).searchParams.get("secret"));
await post("/two-factor/verify-totp", { code: totp(key) });
cookies.clear();
const { twoFactorRedirect } = await post("/sign-in/email", who);
if (twoFactorRedirect !== true) throw new Error("no second factor was asked for");
await post("/two-factor/verify-totp", { code: totp(key) });
process.send({ port: server.address().port, cookie: cookieHeader() });

async function post(path, body) {
  const answer = await auth.handler(
    new Request(`${origin}/api/auth${path}`, {
      method: "POST",
      headers: { origin, "content-type": "application/json", cookie: cookieHeader() },
      body: JSON.stringify(body),
    }),
  );
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  for (const set of answer.headers.getSetCookie()) {
    const [name, value] = set.split(";")[0].split("=");
    cookies.set(name, value);
    if (/max-age=0/i.test(set)) cookies.delete(name);
  }
  return answer.json();
}

function cookieHeader() {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

/** RFC 6238, six digits. */
function totp(secret) {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", secret).update(step).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

function fromBase32(text) {
  const bits = [...text].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  return Buffer.from(
    bits
      .join("")
      .match(/.{8}/g)
      .map((byte) => Number.parseInt(byte, 2)),
  );
}
