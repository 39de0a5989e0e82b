import { createMfa } from "express-mfa";
import { memory } from "express-mfa/storage/memory";
import { postgres } from "express-mfa/storage/postgres";
import { redis } from "express-mfa/storage/redis";
import { sqlite } from "express-mfa/storage/sqlite";
import { emailOtp, password } from "express-mfa/strategies";
import { ask } from "./ask.js";
import { cookieOf, serveGuarded } from "./guarded.js";
import { answerSessions } from "./hold.js";
import { listen, tell } from "./listen.js";

// Ours, as it was built: a sign-in with password and e-mail code, then the protected route.

const [store = "memory", place = "", staleness = "1000"] = process.argv.slice(2);
const stores = {
  memory,
  sqlite: () => sqlite(place),
  redis: () => redis(place),
  postgres: () => postgres(place),
};
const door = await listen();
let code = "";
const mfa = createMfa({
  issuer: "Bench",
  url: `${door.origin}/mfa`,
  secret: "a secret for the benchmark, 32 bytes",
  storage: stores[store as keyof typeof stores](),
  staleness: Number(staleness) / 1000,
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
await serveGuarded(door, mfa);

const typed = "a password for the benchmark";
for (const username of ["anna", "bo"]) {
  if ((await mfa.operators.find(username)) === undefined)
    await mfa.operators.add({ username, email: `${username}@bench.example`, password: typed });
}
let cookie = "";
await post("/mfa/sign-in", { username: "anna", password: typed });
await post("/mfa/challenge/email-otp", {});
await post("/mfa/challenge/email-otp/verify", { code });
answerSessions(door.origin, (n) => cookieOf(mfa, { username: `operator-${n + 1}` }));
tell({ port: door.port, cookie });

async function post(path: string, body: object): Promise<void> {
  const { status, headers } = await ask(door.origin + path, { origin: door.origin, cookie }, body);
  if (status >= 300) throw new Error(`${path}: ${status}`);
  const set = headers["set-cookie"]?.find((text) => text.includes("-session="));
  cookie = set?.split(";")[0] ?? cookie;
}
