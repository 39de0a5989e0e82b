import { z } from "zod";
import type { AuditLine, Json } from "../contract/index.js";

/** What several views have in common, each under the name that the document gives it. All of it is closed. */

export const ms = z.number().describe("Milliseconds since the epoch");
const role = z.enum(["operator", "engineer"]);
export const count = z.int().min(0);
export const elsewhere = z
  .enum(["read", "write"])
  .exactOptional()
  .describe("The operators are kept in the host's own table: whether it can be changed from here");

export const operator = z
  .strictObject({
    username: z.string(),
    name: z.string().exactOptional(),
    email: z.string().exactOptional(),
    language: z.string().exactOptional(),
    role,
  })
  .meta({ id: "Operator" });

export const strategy = {
  id: z.string(),
  enrolled: z.boolean(),
  starts: z.boolean().describe("A challenge has to be started first: POST /challenge/{strategy}"),
  enrollable: z.boolean(),
};
export const strategies = z.array(z.strictObject(strategy).meta({ id: "Strategy" }));
export const shown = z
  .record(z.string(), z.custom<Json>().meta({ description: "As the strategy says" }))
  .describe("What an answer is made from, where a machine makes it");
export const credential = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    since: ms,
    used: ms.exactOptional(),
    removable: z.boolean(),
  })
  .meta({ id: "Credential" });
export const purpose = z.enum(["sign-in", "step-up", "enrol"]);
export const confirm = z
  .string()
  .nullable()
  .describe("The strategy to pass first; null: a code of an engineer");
export const returnTo = z.string().exactOptional();
export const hostLogin = z.string().exactOptional().describe("Where the host signs people in");
export const setup = z.strictObject({ mode: z.string(), modes: z.array(z.string()) }).exactOptional();
export const newEmail = z.strictObject({ to: z.string(), expiresIn: z.number() }).exactOptional();
export const fresh = { fresh: z.boolean(), confirm: confirm.exactOptional() };

const client = z
  .strictObject({
    id: z.string(),
    client: z.enum(["browser", "app"]),
    name: z.string().exactOptional(),
    version: z.string().exactOptional(),
    userAgent: z.string().exactOptional(),
    address: z.string().exactOptional(),
    since: ms,
    used: ms,
    current: z.boolean(),
    trustedUntil: ms.exactOptional(),
  })
  .meta({ id: "Client" });
export const clients = { sessions: z.array(client), browsers: z.array(client) };

export const probe = z.strictObject({
  state: z.enum(["ok", "failed", "off"]),
  detail: z.string().exactOptional(),
});
const level = z.enum(["ok", "warning", "error", "unknown"]);
const affected = z.strictObject({ level, count, usernames: z.array(z.string()) });
export const health = z
  .strictObject({
    clock: z.strictObject({
      level,
      by: z.enum(["server", "codes"]).exactOptional(),
      ahead: z.number().exactOptional().describe("Seconds; negative: behind"),
      detail: z.string().exactOptional(),
    }),
    mail: z.strictObject({ level, detail: z.string().exactOptional() }),
    internet: z.strictObject({ level, detail: z.string().exactOptional() }),
    storage: z.strictObject({
      level,
      milliseconds: z.number().exactOptional(),
      detail: z.string().exactOptional(),
    }),
    withoutEmail: affected,
    withoutStrategy: affected,
    lockedOut: affected,
    engineers: z.strictObject({ level, count }),
  })
  .meta({ id: "Health" });

export const row = z
  .strictObject({
    id: z.string(),
    username: z.string(),
    name: z.string().exactOptional(),
    email: z.string().exactOptional(),
    role,
    enabled: z.boolean(),
    joined: z.boolean(),
    strategies: z.array(z.string()),
    invitedUntil: ms.exactOptional(),
    handoverUntil: ms.exactOptional(),
    lastSignIn: ms.exactOptional(),
  })
  .meta({ id: "OperatorRow" });
export const askedOperator = z
  .strictObject({
    username: z.string().exactOptional(),
    name: z.string(),
    email: z.string(),
    role: z.string(),
  })
  .exactOptional();
export const importErrors = z.array(z.strictObject({ line: z.int(), field: z.string(), error: z.string() }));

const person = z.strictObject({ id: z.string(), username: z.string().exactOptional() }).exactOptional();
export const line = z
  .strictObject({
    id: z.string(),
    at: ms,
    type: z.custom<AuditLine["type"]>().meta({ type: "string" }),
    result: z.enum(["success", "failure"]),
    operator: person,
    by: person,
    strategy: z.string().exactOptional(),
    client: z.enum(["browser", "app"]).exactOptional(),
    userAgent: z.string().exactOptional(),
    address: z.string().exactOptional(),
    count: z.int().exactOptional(),
    details: z
      .array(
        z.strictObject({
          name: z.custom<NonNullable<AuditLine["details"]>[number]["name"]>().meta({ type: "string" }),
          before: z.string().exactOptional(),
          after: z.string().exactOptional(),
        }),
      )
      .exactOptional(),
  })
  .meta({ id: "AuditLine" });
