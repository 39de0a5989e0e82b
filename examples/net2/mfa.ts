import { join } from "node:path";
import { createMfa } from "express-mfa";
import { sqlite } from "express-mfa/storage/sqlite";
import { emailOtp, password, recoveryCode, totp } from "express-mfa/strategies";
import type { Settings } from "./settings.js";

/** What the server and the command line (`express-mfa.config.ts`) have in common: all of it. */
export function net2Options(settings: Settings, secret: string, smtpUrl: string | undefined) {
  const { port, dataDir, demo, mode = "either", reauthDays = 0 } = settings;
  return {
    issuer: "Net2",
    url: [`http://localhost:${port}/mfa`, `http://127.0.0.1:${port}/mfa`],
    secret,
    storage: sqlite(join(dataDir, "net2.sqlite")),
    mail: smtpUrl === undefined ? undefined : { smtp: smtpUrl, from: "Net2 <net2@net2.example>" },
    strategies: [password(), emailOtp(), totp(), recoveryCode()],
    // Without one, a new system asks its first visitor for the setup code that is printed here.
    initialPolicy: demo ? { mode, reauthDays } : undefined,
    branding: { logo: "/assets/logo.svg", stylesheet: "/assets/mfa.css" },
  };
}

export function createNet2Mfa(...given: Parameters<typeof net2Options>) {
  return createMfa(net2Options(...given));
}

export type Net2Mfa = ReturnType<typeof createNet2Mfa>;
