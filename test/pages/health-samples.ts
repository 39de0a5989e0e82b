import type { Health } from "../../lib/contract/index.js";

export const allWell: Health = {
  clock: { level: "ok", by: "server", ahead: 1 },
  mail: { level: "ok" },
  internet: { level: "ok" },
  storage: { level: "ok", milliseconds: 3 },
  withoutEmail: { level: "ok", count: 0, usernames: [] },
  withoutStrategy: { level: "ok", count: 0, usernames: [] },
  lockedOut: { level: "ok", count: 0, usernames: [] },
  engineers: { level: "ok", count: 2 },
};

export const health: Health = {
  clock: { level: "error", by: "codes", ahead: 95, detail: "time.example.com does not answer" },
  mail: { level: "error", detail: "connect ECONNREFUSED 192.0.2.25:587" },
  internet: { level: "unknown" },
  storage: { level: "ok", milliseconds: 3 },
  withoutEmail: { level: "warning", count: 23, usernames: ["anna", "bertil.svensson-lindqvist", "maria"] },
  withoutStrategy: { level: "warning", count: 1, usernames: ["nils"] },
  lockedOut: { level: "error", count: 1, usernames: ["nils"] },
  engineers: { level: "warning", count: 1 },
};
