import { z } from "zod";
import type { AuditLine } from "../contract/index.js";
import {
  askedOperator,
  clients,
  count,
  elsewhere,
  fresh,
  health,
  importErrors,
  line,
  ms,
  operator,
  row,
} from "./view-parts.js";

/** What system engineers are shown. */
export const engineerViews = {
  settings: z.object({
    state: z.literal("settings"),
    operator,
    policy: z.strictObject({
      mode: z.string(),
      also: z.array(z.string()),
      strategies: z.array(z.string()),
      reauthDays: z.int(),
      session: z.strictObject({ absolute: z.number(), idle: z.number() }).describe("Seconds"),
      passwordless: z
        .boolean()
        .describe("A strategy that checks two factors by itself signs in without a password"),
      version: z.int(),
    }),
    modes: z.array(z.string()),
    further: z.array(z.string()),
    passwordless: z.array(z.string()).describe("Those that can be enough by themselves"),
    ...fresh,
    breakGlass: z.strictObject({ username: z.string(), at: ms }).exactOptional(),
    asked: z
      .strictObject({
        mode: z.string(),
        also: z.array(z.string()),
        reauthDays: z.string(),
        passwordless: z.boolean(),
        sessionHours: z.string().exactOptional(),
        idleMinutes: z.string().exactOptional(),
      })
      .exactOptional(),
    lockout: z
      .strictObject({
        count,
        usernames: z.array(z.string()),
        mail: z.boolean(),
        everyEngineer: z.boolean(),
      })
      .exactOptional(),
    health: health.exactOptional(),
    mailAnswer: z.string().exactOptional(),
  }),
  operators: z.object({
    state: z.literal("operators"),
    operator,
    operators: z.array(row),
    search: z.string(),
    withoutEmailOnly: z.boolean(),
    number: z.int(),
    pages: z.int(),
    found: count,
    total: count,
    withoutEmail: count,
    asked: askedOperator,
    elsewhere,
    ...fresh,
  }),
  operator: z.object({
    state: z.literal("operator"),
    operator,
    subject: row,
    self: z.boolean(),
    invitable: z.boolean(),
    invitation: z.strictObject({ code: z.string(), expires: ms, url: z.string() }).exactOptional(),
    resettable: z.boolean(),
    handover: z.strictObject({ code: z.string(), expires: ms }).exactOptional(),
    ...clients,
    asked: askedOperator,
    elsewhere,
    ...fresh,
  }),
  import: z.object({
    state: z.literal("import"),
    operator,
    csv: z.string().exactOptional(),
    preview: z
      .strictObject({
        count,
        engineers: count,
        withoutEmail: count,
        first: z.array(row.pick({ username: true, name: true, email: true, role: true })),
        wrong: count,
        errors: importErrors,
      })
      .exactOptional(),
    progress: z
      .strictObject({
        id: z.string(),
        state: z.enum(["preparing", "committed", "done", "undone"]),
        rows: count,
        done: count,
        errors: importErrors,
      })
      .exactOptional(),
    ...fresh,
  }),
  audit: z.object({
    state: z.literal("audit"),
    operator,
    filter: z.strictObject({
      operator: z.string(),
      type: z.string(),
      result: z.string(),
      from: z.string(),
      to: z.string(),
    }),
    types: z.array(z.custom<AuditLine["type"]>().meta({ type: "string" })),
    lines: z.array(line),
    next: z.string().exactOptional(),
    days: z.int(),
  }),
  health: z.object({ state: z.literal("health"), operator, health }),
  "service-keys": z.object({
    state: z.literal("service-keys"),
    operator,
    keys: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        scopes: z.array(z.string()),
        addresses: z.array(z.string()),
        since: ms,
        expires: ms,
        by: z.string().exactOptional(),
        used: ms.exactOptional(),
      }),
    ),
    made: z
      .strictObject({ id: z.string(), name: z.string(), key: z.string().describe("Told once") })
      .exactOptional(),
    asked: z
      .strictObject({ name: z.string(), scopes: z.string(), addresses: z.string(), days: z.string() })
      .exactOptional(),
    ...fresh,
  }),
};
