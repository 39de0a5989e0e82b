import type { View } from "../../lib/contract/index.js";

const ella = { username: "ella", name: "Ella Strand", role: "engineer" } as const;
const at = Date.UTC(2026, 0, 5, 7, 30);
const day = 86_400_000;
const list = {
  state: "service-keys",
  operator: ella,
  keys: [
    {
      id: "k1",
      name: "Time recording",
      scopes: ["events:read", "people:read"],
      addresses: ["192.0.2.0/24"],
      since: at - 40 * day,
      expires: at + 50 * day,
      by: "ella",
      used: at,
    },
    {
      id: "k2",
      name: "Fire panel",
      scopes: ["doors:open"],
      addresses: [],
      since: at - day,
      expires: at + 364 * day,
    },
  ],
  fresh: true,
} as const;

export const serviceKeyViews = {
  "service keys": list,
  "service keys, none": { ...list, keys: [], fresh: false, confirm: "totp" },
  "service keys, made": {
    ...list,
    made: {
      id: "k2",
      name: "Fire panel",
      key: "mfa_sk_Q0x3ZpYw8vRkT1uB5nMd2A_7hJ2kLqW9eRtYuIoPaSdFgHjKlZxCvBnM1234567890",
    },
  },
  "service keys, wrong": {
    ...list,
    asked: { name: "Fire panel", scopes: "", addresses: "everywhere", days: "900" },
  },
} as const satisfies Record<string, View>;
