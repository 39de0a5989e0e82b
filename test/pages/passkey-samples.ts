import type { OperatorView, StrategyView, View } from "../../lib/contract/index.js";

const anna: OperatorView = {
  username: "anna",
  name: "Anna Lind",
  email: "anna@net2.example",
  role: "operator",
};
const byPasskey: StrategyView = { id: "passkey", enrolled: true, starts: true, enrollable: true };
const noPasskey: StrategyView = { ...byPasskey, enrolled: false };
const byMail: StrategyView = { id: "email-otp", enrolled: true, starts: true, enrollable: false };
const options = { rpId: "net2.example", challenge: "qO3cUGeFWGMh-oF0c3JwxA", userVerification: "required" };
const creation = {
  rp: { id: "net2.example", name: "Net2" },
  user: { id: "YW5uYQ", name: "anna", displayName: "Anna Lind" },
  challenge: "qO3cUGeFWGMh-oF0c3JwxA",
  pubKeyCredParams: [{ type: "public-key", alg: -7 }],
};

/** What pages look like where there is a strategy with a script, several credentials, and a sign-in of its own. */
export const passkeyViews = {
  "sign-in with a passkey": {
    state: "sign-in",
    returnTo: "/net2/doors",
    passwordless: [{ strategy: "passkey", ticket: "id.0.mac", expiresIn: 600, data: { options } }],
  },
  "challenge of a passkey": {
    state: "challenge",
    purpose: "sign-in",
    strategy: "passkey",
    strategies: [byPasskey, byMail],
    operator: anna,
    sent: { again: 0, expiresIn: 300, data: { options } },
    trustDays: 30,
    returnTo: "/net2",
  },
  "enrol, a passkey under way": {
    state: "enrol",
    strategies: [noPasskey],
    operator: anna,
    strategy: "passkey",
    enrolment: { data: { options: creation } },
  },
  "card with passkeys": {
    state: "card",
    operator: anna,
    strategies: [
      { id: "password", enrolled: true, starts: false, enrollable: false, picture: false, removable: false },
      { ...byMail, picture: false, removable: false },
      {
        ...byPasskey,
        since: Date.UTC(2026, 0, 5, 9, 30),
        picture: false,
        removable: true,
        credentials: [
          {
            id: "k1",
            name: "Laptop",
            since: Date.UTC(2026, 0, 5, 9, 30),
            used: Date.UTC(2026, 0, 5, 9, 45),
            removable: true,
          },
          {
            id: "k2",
            name: "Blue key on the ring with the car keys, in the drawer at home",
            since: Date.UTC(2026, 0, 5, 9, 40),
            removable: true,
          },
        ],
      },
    ],
    sessions: [],
    browsers: [],
    preferable: ["passkey", "email-otp"],
    passwordChange: false,
    languages: ["en", "sv"],
    fresh: true,
  },
} satisfies Record<string, View>;
