import { createMfa } from "express-mfa";
import { postgres } from "express-mfa/storage/postgres";
import { sqlite } from "express-mfa/storage/sqlite";
import { emailOtp, password } from "express-mfa/strategies";
import { cookieOf, serveGuarded } from "../bench/servers/guarded.js";
import { listen, tell } from "../bench/servers/listen.js";

// A server on a store that was seeded: every request reads, and nobody is asked for a second factor.

const [store = "sqlite", place = "", table = "keyv", secret = ""] = process.argv.slice(2);
const door = await listen();
const mfa = createMfa({
  issuer: "Scale",
  url: `${door.origin}/mfa`,
  secret,
  storage: store === "sqlite" ? sqlite(place) : postgres(place, { table }),
  staleness: 0,
  mailer: { send: async () => {}, verify: async () => {}, close() {} },
  strategies: [password(), emailOtp()],
  initialPolicy: "off",
});
await serveGuarded(door, mfa);
tell({ port: door.port, cookie: await cookieOf(mfa, { username: "engineer", role: "engineer" }) });
