import type { Health } from "../../lib/contract/index.js";

/** Every level, and every member that a check can have. */
export const health: Health = [
  { id: "clock", level: "error", is: "slow", seconds: 93 },
  {
    id: "mail",
    level: "error",
    is: "notTheInternet",
    detail: "the mail server smtp.net2.example did not answer within 5 s",
  },
  { id: "internet", level: "unknown", is: "unasked" },
  { id: "storage", level: "ok", is: "answers", milliseconds: 3 },
  { id: "addresses", level: "warning", is: "some", count: 23, usernames: ["anna", "maria"] },
  { id: "factors", level: "ok", is: "all" },
  { id: "engineers", level: "warning", is: "one" },
];
