import type { Field, OperatorView, StrategyView, View } from "../../lib/contract/index.js";
import type { Strategy } from "../../lib/kit/index.js";
import { createLanguages } from "../../lib/locales/index.js";
import { ownPages, type PageContext, type PageStrategy } from "../../lib/pages/index.js";
import { passkey, recoveryCode } from "../../strategies/index.js";
import { auditViews } from "./audit-samples.js";
import { allWell, health } from "./health-samples.js";
import { operatorViews } from "./operator-samples.js";
import { passkeyViews } from "./passkey-samples.js";
import { serviceKeyViews } from "./service-key-samples.js";

type Speaker = PageStrategy & Pick<Strategy, "messages">;

const code: Field = {
  digits: 6,
  name: "code",
  label: "code",
  type: "text",
  autocomplete: "one-time-code",
  inputMode: "numeric",
  maxLength: 10,
};

const password: Speaker = {
  id: "password",
  stage: "first",
  fields: [
    {
      name: "password",
      label: "password",
      type: "password",
      autocomplete: "current-password",
      maxLength: 256,
    },
  ],
  messages: {
    en: {
      name: "Password",
      prompt: "Enter your password.",
      password: "Password",
      newPassword: "New password",
      newPasswordHint: "At least {least} characters.",
      short: "Too short.",
    },
  },
  enrol: {
    begin: async () => null,
    view: async () => ({ data: {} }),
    finish: async () => ({ right: false }),
    fields: [
      {
        name: "password",
        label: "newPassword",
        hint: "newPasswordHint",
        least: 8,
        type: "password",
        autocomplete: "new-password",
      },
    ],
  },
};

const email: Speaker = {
  id: "email-otp",
  stage: "second",
  fields: [code],
  messages: {
    en: {
      name: "Code by e-mail",
      prompt: "We sent a code of six digits to {to}.",
      start: "Send me a code",
      code: "Code",
    },
  },
};

const totp: Speaker = {
  id: "totp",
  stage: "second",
  fields: [{ ...code, hint: "hint" }],
  messages: {
    en: {
      name: "Authenticator app",
      prompt: "Open your authenticator app and enter the code that it shows for Net2.",
      enrol: "Scan the picture with your authenticator app, then enter the code that it shows.",
      code: "Code from the app",
      hint: "Six digits. The app makes a new code every 30 seconds.",
      qr: "QR code for the authenticator app; the key below says the same",
      key: "Key, if you cannot scan",
      open: "Open the app",
    },
  },
  enrol: {
    begin: async () => null,
    view: async () => ({ data: {} }),
    finish: async () => ({ right: false }),
  },
};

export const strategies: ReadonlyMap<string, Speaker> = new Map(
  [password, email, totp, passkey(), recoveryCode()].map((strategy) => [strategy.id, strategy]),
);

/** A system with a password, codes by mail and an authenticator app, mounted at `/mfa`. */
export function contextWith(extra: Partial<PageContext> = {}): PageContext {
  return {
    issuer: "Net2",
    mount: "/mfa",
    at: (path) => `/mfa${path}`,
    formToken: "form-token",
    language: createLanguages(strategies).choose([]),
    strategies,
    scripts: new Map([["passkey", "/assets/passkey.js"]]),
    stylesheets: ["/mfa/assets/style.css"],
    script: "/mfa/assets/script.js",
    pages: ownPages,
    now: Date.UTC(2026, 0, 5, 9, 50),
    ...extra,
  };
}

export const anna: OperatorView = {
  username: "anna",
  name: "Anna Lind",
  email: "anna@net2.example",
  role: "operator",
};

const byMail: StrategyView = { id: "email-otp", enrolled: true, starts: true, enrollable: false };
const byApp: StrategyView = { id: "totp", enrolled: true, starts: false, enrollable: false };
const noApp: StrategyView = { ...byApp, enrolled: false, enrollable: true };
const byCode: StrategyView = { id: "recovery-code", enrolled: true, starts: false, enrollable: true };
const kept = Array.from({ length: 10 }, (_, at) => `${at}K3D-9MXQ-2HTP-W4C${at}`);
const session = { absolute: 43_200, idle: 1_800 };
const sent = { to: "a•••@net2.example", again: 30, expiresIn: 600 };
const pixel =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Every state, and every way that a state can look. */
export const views = {
  setup: {
    state: "setup",
    modes: ["email", "app", "either"],
    mode: "email",
    mail: { state: "ok" },
    internet: { state: "off" },
  },
  "setup, asked again": {
    state: "setup",
    modes: ["email", "app", "either"],
    mode: "app",
    mail: { state: "failed", detail: "connect ECONNREFUSED 192.0.2.25:587" },
    internet: { state: "ok" },
    asked: {
      setupCode: "7K3D-9MXQ-2HTP-W4CN",
      username: "ella",
      email: "ella@net2",
      mfa: "off",
      mode: "app",
      acknowledge: true,
      confirmOff: false,
    },
  },
  invitation: { state: "invitation" },
  "invitation, the code was right": { state: "invitation", code: "7K3D-9MXQ-2HTP-W4CN" },
  "sign-in": { state: "sign-in", returnTo: "/net2/doors?floor=1&wing=a" },
  choose: {
    state: "choose",
    purpose: "sign-in",
    strategies: [byApp, byMail],
    operator: anna,
    returnTo: "/net2",
  },
  "choose, one to be set up": {
    state: "choose",
    purpose: "step-up",
    strategies: [byMail, noApp],
    operator: anna,
  },
  "challenge to be started": {
    state: "challenge",
    purpose: "enrol",
    strategy: "email-otp",
    strategies: [byMail],
    operator: anna,
    trustDays: 0,
  },
  "challenge sent": {
    state: "challenge",
    purpose: "sign-in",
    strategy: "email-otp",
    strategies: [byMail, byApp],
    operator: anna,
    sent,
    trustDays: 30,
    returnTo: "/net2",
  },
  "challenge of a set-up": {
    state: "challenge",
    purpose: "sign-in",
    strategy: "email-otp",
    strategies: [byMail],
    operator: { username: "ella", role: "engineer" },
    sent,
    trustDays: 0,
    setup: { mode: "email", modes: ["email", "app", "either"] },
  },
  "challenge of an app": {
    state: "challenge",
    purpose: "step-up",
    strategy: "totp",
    strategies: [byApp, byMail],
    operator: anna,
    trustDays: 0,
    returnTo: "/net2/doors/3",
  },
  "enrol, which one": { state: "enrol", strategies: [noApp], operator: anna, returnTo: "/net2" },
  "enrol, confirm first": {
    state: "enrol",
    strategies: [noApp],
    operator: anna,
    confirm: "email-otp",
    returnTo: "/net2",
  },
  "enrol, an engineer's code first": { state: "enrol", strategies: [noApp], operator: anna, confirm: null },
  "enrol, the code of an engineer": {
    state: "enrol",
    strategies: [noApp],
    operator: anna,
    confirm: null,
    handover: true,
  },
  "enrol, on the way back": {
    state: "enrol",
    strategies: [{ ...byApp, enrollable: true }],
    operator: anna,
    recovers: true,
  },
  "enrol, codes to keep": {
    state: "enrol",
    strategies: [noApp],
    operator: anna,
    strategy: "recovery-code",
    enrolment: { data: {}, list: { label: "codes", values: kept }, fields: [] },
  },
  "challenge of a recovery code": {
    state: "challenge",
    purpose: "sign-in",
    strategy: "recovery-code",
    strategies: [byApp, byCode],
    operator: anna,
    trustDays: 0,
  },
  forgot: { state: "forgot" },
  "forgot, code sent": { state: "forgot", username: "anna" },
  email: { state: "email", operator: anna },
  "email, code sent": {
    state: "email",
    operator: anna,
    newEmail: { to: "anna@new.example", expiresIn: 540 },
  },
  "enrol, under way": {
    state: "enrol",
    strategies: [noApp],
    operator: anna,
    strategy: "totp",
    enrolment: {
      data: {},
      image: { src: pixel, alt: "qr" },
      text: { label: "key", value: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" },
      link: { label: "open", href: "otpauth://totp/Net2:anna?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" },
    },
    returnTo: "/net2",
  },
  "signed-in": { state: "signed-in", operator: anna, passwordChange: false, returnTo: "/net2/doors" },
  "signed-in, password known to a stranger": { state: "signed-in", operator: anna, passwordChange: true },
  card: {
    state: "card",
    operator: anna,
    strategies: [
      { id: "password", enrolled: true, starts: false, enrollable: false, picture: false, removable: false },
      { ...byMail, picture: false, removable: false },
      { ...byApp, since: Date.UTC(2026, 0, 5, 9, 30), picture: true, removable: false },
      { ...byCode, since: Date.UTC(2026, 0, 5, 9, 40), picture: false, left: 2, removable: false },
    ],
    sessions: [
      {
        id: "s1",
        client: "browser",
        userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        address: "192.0.2.7",
        since: Date.UTC(2026, 0, 5, 9, 30),
        used: Date.UTC(2026, 0, 5, 9, 45),
        current: true,
      },
      {
        id: "s2",
        client: "app",
        since: Date.UTC(2026, 0, 4, 9, 30),
        used: Date.UTC(2026, 0, 5, 8, 0),
        current: false,
      },
    ],
    browsers: [
      {
        id: "b1",
        client: "browser",
        since: Date.UTC(2026, 0, 1),
        used: Date.UTC(2026, 0, 5),
        current: true,
        trustedUntil: Date.UTC(2026, 1, 4),
      },
    ],
    preferable: ["totp", "email-otp"],
    passwordChange: false,
    languages: ["en", "sv"],
    fresh: false,
  },
  "card, fresh": {
    state: "card",
    operator: { username: "erik", role: "engineer" },
    strategies: [
      { id: "password", enrolled: true, starts: false, enrollable: false, picture: false, removable: false },
      { ...byApp, since: Date.UTC(2026, 0, 5, 9, 30), picture: true, removable: false },
      { ...byMail, enrolled: false, enrollable: true, picture: false, removable: false },
    ],
    sessions: [],
    browsers: [],
    preferable: ["totp"],
    newEmail: { to: "erik@new.example", expiresIn: 540 },
    passwordChange: true,
    languages: ["en", "sv"],
    fresh: true,
  },
  "settings, MFA off": {
    state: "settings",
    health,
    operator: { username: "erik", role: "engineer" },
    policy: {
      mode: "off",
      also: [],
      strategies: [],
      reauthDays: 0,
      session,
      passwordless: false,
      version: 1,
    },
    modes: ["off", "email", "app", "either"],
    further: [],
    passwordless: [],
    fresh: false,
  },
  settings: {
    state: "settings",
    health,
    operator: { username: "erik", email: "erik@net2.example", role: "engineer" },
    mailAnswer: "the mail server refused it with 550",
    policy: {
      mode: "either",
      also: ["passkey"],
      strategies: ["email-otp", "totp", "passkey"],
      reauthDays: 30,
      session,
      passwordless: true,
      version: 7,
    },
    modes: ["off", "email", "app", "either"],
    further: ["passkey"],
    passwordless: ["passkey"],
    fresh: true,
  },
  "settings that lock somebody out": {
    state: "settings",
    health,
    operator: { username: "erik", role: "engineer" },
    policy: {
      mode: "off",
      also: [],
      strategies: [],
      reauthDays: 0,
      session,
      passwordless: false,
      version: 2,
    },
    modes: ["off", "email", "app", "either"],
    further: [],
    passwordless: [],
    fresh: true,
    asked: { mode: "email", also: [], reauthDays: "14", passwordless: false },
    lockout: { count: 23, usernames: ["anna", "maria"], mail: false, everyEngineer: false },
  },
  ...passkeyViews,
  ...operatorViews,
  ...serviceKeyViews,
  ...auditViews,
  health: { state: "health", operator: { ...anna, role: "engineer" }, health },
  "health, all well": { state: "health", operator: { ...anna, role: "engineer" }, health: allWell },
} satisfies Record<string, View>;
