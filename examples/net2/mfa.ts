import { join } from "node:path";
import { createMfa } from "express-mfa";
import { sqlite } from "express-mfa/storage/sqlite";
import { emailOtp, password, recoveryCode, totp } from "express-mfa/strategies";
import type { Settings } from "./settings.js";

export function createNet2Mfa(settings: Settings, secret: string, smtpUrl: string) {
  const { port, dataDir, demo, mode = "either", reauthDays = 0 } = settings;
  return createMfa({
    issuer: "Net2",
    url: [`http://localhost:${port}/mfa`, `http://127.0.0.1:${port}/mfa`],
    secret,
    storage: sqlite(join(dataDir, "net2.sqlite")),
    mail: { smtp: smtpUrl, from: "Net2 <net2@net2.example>" },
    strategies: [password(), emailOtp(), totp(), recoveryCode()],
    // Without one, a new system asks its first visitor for the setup code that is printed here.
    initialPolicy: demo ? { mode, reauthDays } : undefined,
    branding: { logo: "/assets/logo.svg", stylesheet: "/assets/mfa.css" },
  });
}

export type Net2Mfa = ReturnType<typeof createNet2Mfa>;
