import { auditTypes } from "../../lib/audit/index.js";
import type { AuditLine, View } from "../../lib/contract/index.js";

const ella = { username: "ella", name: "Ella Strand", email: "ella@net2.example", role: "engineer" } as const;
const userAgent =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const anna = { operator: { id: "a1", username: "anna" } } as const;
const from = { client: "browser", userAgent, address: "192.0.2.17" } as const;
const at = Date.UTC(2026, 0, 5, 9, 50, 12);
const success = "success" as const;
const failure = "failure" as const;

const lines: readonly AuditLine[] = [
  { id: "9", at, type: "signed-in", result: success, ...anna, strategy: "totp", ...from },
  { id: "8", at: at - 4000, type: "code-wrong", result: failure, ...anna, strategy: "totp", ...from },
  {
    id: "7",
    at: at - 60_000,
    type: "name-unknown",
    result: failure,
    ...from,
    address: "2001:db8::17",
    count: 412,
  },
  {
    ...{ id: "6", at: at - 900_000, type: "policy-changed", result: success, ...from },
    operator: { id: "e1", username: "ella" },
    details: [
      { name: "strategies", before: "off", after: "email-otp, totp" },
      { name: "reauthDays", before: "0", after: "14" },
    ],
  },
  {
    ...{ id: "5", at: at - 1_900_000, type: "edited", result: success, ...anna, ...from },
    by: { id: "e1", username: "ella" },
    details: [{ name: "email", before: "anna@net2.example", after: "anna.lind@headquarters.net2.example" }],
  },
  {
    ...{ id: "4", at: at - 2_900_000, type: "refused", result: failure, ...anna, client: "app" },
    details: [{ name: "page", after: "/operators" }],
  },
  { id: "3", at: at - 86_400_000, type: "set-up", result: success, operator: { id: "gone" } },
];

const common = { state: "audit", operator: ella, types: auditTypes, days: 365 } as const;
const filter = { operator: "", type: "", result: "", from: "", to: "" };

export const auditViews = {
  audit: { ...common, filter, lines, next: "3" },
  "audit, filtered": { ...common, filter: { ...filter, type: "closed", from: "yesterday" }, lines: [] },
} as const satisfies Record<string, View>;
