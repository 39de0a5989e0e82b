import type { MfaOptions } from "express-mfa";
import { BadgeSignIn } from "./own-sign-in.js";
import { render } from "./own-templates.js";
import { sv } from "./own-words.js";

/** The options that docs/pages.md speaks of, each on a line. */
export const dress = {
  branding: { logo: "/assets/logo.svg", stylesheet: "/assets/mfa.css" },
  pages: { SignIn: BadgeSignIn },
  render,
  languages: { sv },
} satisfies Partial<MfaOptions>;
