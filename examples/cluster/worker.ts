import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createMfa, type Mfa } from "express-mfa";
import { postgres } from "express-mfa/storage/postgres";
import { redis } from "express-mfa/storage/redis";
import { emailOtp, password, recoveryCode, totp } from "express-mfa/strategies";
import { createApp } from "./app.js";
import { addDemoOperators } from "./demo-operators.js";
import type { Said } from "./spawn-worker.js";

// One of several equal processes: started by main.ts, which says where everything is. The options are the same in each.

const { STORAGE_URL = "", SECRET_FILE = "", SMTP_URL, URL_OF_MFA = "", DEMO_PASSWORD, FIRST } = process.env;

const secrets = readFileSync(SECRET_FILE, "utf8").split("\n").filter(Boolean);
const mfa: Mfa = createMfa({
  issuer: "Net2",
  url: URL_OF_MFA,
  secret: secrets,
  storage: STORAGE_URL.startsWith("redis") ? redis(STORAGE_URL) : postgres(STORAGE_URL),
  mail: { smtp: SMTP_URL, from: "Net2 <net2@net2.example>" },
  strategies: [password(), emailOtp(), totp(), recoveryCode()],
  initialPolicy: DEMO_PASSWORD === undefined ? undefined : "email",
});
// One process makes the setup code of a new system and takes up an import that was cut off; from several, only the last code counts.
await mfa.ready({ beside: FIRST === undefined });
if (FIRST !== undefined && DEMO_PASSWORD !== undefined) await addDemoOperators(mfa, DEMO_PASSWORD);

const server = createServer(createApp(mfa));
// Whether an idle connection ends is for the balancer to say: it alone knows whether a request is on its way here.
server.keepAliveTimeout = 0;
const say = (said: Said) => process.send?.(said);
server.listen(0, "127.0.0.1", () => say({ listens: (server.address() as AddressInfo).port }));

/** Takes no new connection, finishes what is under way, and writes what is not written yet. */
function stop(): void {
  server.close(() => void mfa.close().then(() => process.exit(0)));
}
process.on("message", (word) => word === "stop" && stop());
process.once("disconnect", stop);
// The balancer first stops sending, then says "stop".
process.on("SIGTERM", () => say("leaving"));
// Of a Ctrl-C the terminal tells everybody; main.ts says what follows.
process.on("SIGINT", () => {});
