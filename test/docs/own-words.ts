import type { Translation } from "express-mfa";
import { sv as ours } from "express-mfa/locales";
import { emailOtp, password, totp } from "express-mfa/strategies";

/** Swedish as it is, but for what this site calls a user name. A new language is the same file with every text of its own. */
export const sv: Translation<"password" | "email-otp" | "totp"> = {
  ...ours,
  signIn: { ...ours.signIn, username: "Anställningsnummer" },
  strategies: {
    password: password().messages.sv ?? password().messages.en,
    "email-otp": emailOtp().messages.sv ?? emailOtp().messages.en,
    totp: totp().messages.sv ?? totp().messages.en,
  },
};
