import { createServer } from "node:http";
import { createMfa } from "express-mfa";
import { sqlite } from "express-mfa/storage/sqlite";
import { emailOtp, password, recoveryCode, totp } from "express-mfa/strategies";
import { createGateway } from "./gateway.js";

const {
  PORT = "3000",
  UPSTREAM = "http://127.0.0.1:8080",
  URL_OF_MFA,
  MFA_SECRET,
  SMTP_URL,
  DATA_FILE,
} = process.env;

const mfa = createMfa({
  issuer: "Net2",
  url: URL_OF_MFA ?? `http://localhost:${PORT}/mfa`,
  secret: MFA_SECRET,
  storage: sqlite(DATA_FILE ?? "gateway.sqlite"),
  mail: { smtp: SMTP_URL, from: "Net2 <net2@example.com>" },
  strategies: [password(), emailOtp(), totp(), recoveryCode()],
});
await mfa.ready();

const { app, onUpgrade } = createGateway(mfa, { upstream: UPSTREAM });
const server = createServer(app).on("upgrade", onUpgrade);
// A large file takes as long as it takes; a request that sends nothing for a minute is over.
server.requestTimeout = 0;
server.listen(Number(PORT), "127.0.0.1", () => console.log(`The wall stands: http://localhost:${PORT}`));
process.once("SIGTERM", () => {
  server.closeAllConnections();
  server.close(() => void mfa.close().then(() => process.exit(0)));
});
