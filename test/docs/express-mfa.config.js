// express-mfa.config.js: the options of the server, for both
import { sqlite } from "express-mfa/storage/sqlite";
import { emailOtp, password, recoveryCode, totp } from "express-mfa/strategies";

export default {
  issuer: "Net2",
  url: "https://net2.example.com/mfa",
  secret: process.env.MFA_SECRET,
  storage: sqlite("net2-mfa.sqlite"),
  mail: { smtp: process.env.SMTP_URL, from: "Net2 <net2@example.com>" },
  strategies: [password(), emailOtp(), totp(), recoveryCode()],
};
