import { z } from "zod";
import type { AuditLine, Json, View } from "../contract/index.js";

/**
 * The views as JSON answers, each under the name that the document gives it. What stands at the top of an answer stays open,
 * so that it can be joined with the members of a problem or the tokens of an app; all below is closed.
 */

const ms = z.number().describe("Milliseconds since the epoch");
const role = z.enum(["operator", "engineer"]);
const count = z.int().min(0);
const elsewhere = z
  .enum(["read", "write"])
  .exactOptional()
  .describe("The operators are kept in the host's own table: whether it can be changed from here");

const operator = z
  .strictObject({
    username: z.string(),
    name: z.string().exactOptional(),
    email: z.string().exactOptional(),
    language: z.string().exactOptional(),
    role,
  })
  .meta({ id: "Operator" });

const strategy = {
  id: z.string(),
  enrolled: z.boolean(),
  starts: z.boolean().describe("A challenge has to be started first: POST /challenge/{strategy}"),
  enrollable: z.boolean(),
};
const strategies = z.array(z.strictObject(strategy).meta({ id: "Strategy" }));
const shown = z
  .record(z.string(), z.custom<Json>().meta({ description: "As the strategy says" }))
  .describe("What an answer is made from, where a machine makes it");
const credential = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    since: ms,
    used: ms.exactOptional(),
    removable: z.boolean(),
  })
  .meta({ id: "Credential" });
const purpose = z.enum(["sign-in", "step-up", "enrol"]);
const confirm = z.string().nullable().describe("The strategy to pass first; null: a code of an engineer");
const returnTo = z.string().exactOptional();
const hostLogin = z.string().exactOptional().describe("Where the host signs people in");
const setup = z.strictObject({ mode: z.string(), modes: z.array(z.string()) }).exactOptional();
const newEmail = z.strictObject({ to: z.string(), expiresIn: z.number() }).exactOptional();
const fresh = { fresh: z.boolean(), confirm: confirm.exactOptional() };

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
const clients = { sessions: z.array(client), browsers: z.array(client) };

const probe = z.strictObject({ state: z.enum(["ok", "failed", "off"]), detail: z.string().exactOptional() });
const level = z.enum(["ok", "warning", "error", "unknown"]);
const affected = z.strictObject({ level, count, usernames: z.array(z.string()) });
const health = z
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
    engineers: z.strictObject({ level, count }),
  })
  .meta({ id: "Health" });

const row = z
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
const askedOperator = z
  .strictObject({
    username: z.string().exactOptional(),
    name: z.string(),
    email: z.string(),
    role: z.string(),
  })
  .exactOptional();
const importErrors = z.array(z.strictObject({ line: z.int(), field: z.string(), error: z.string() }));

const person = z.strictObject({ id: z.string(), username: z.string().exactOptional() }).exactOptional();
const line = z
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

const views = {
  setup: z.object({
    state: z.literal("setup"),
    modes: z.array(z.string()),
    mode: z.string(),
    mail: probe,
    internet: probe,
    asked: z
      .strictObject({
        setupCode: z.string().exactOptional(),
        username: z.string(),
        email: z.string(),
        mfa: z.string(),
        mode: z.string(),
        acknowledge: z.boolean(),
        confirmOff: z.boolean(),
      })
      .exactOptional(),
  }),
  invitation: z.object({ state: z.literal("invitation"), code: z.string().exactOptional() }),
  "sign-in": z.object({
    state: z.literal("sign-in"),
    returnTo,
    hostLogin,
    passwordless: z
      .array(
        z
          .strictObject({
            strategy: z.string(),
            ticket: z.string().describe("Sent back with the answer"),
            expiresIn: z.number().describe("Seconds"),
            data: shown,
          })
          .meta({ id: "Passwordless" }),
      )
      .exactOptional()
      .describe("What signs in by itself: POST /sign-in/{strategy}"),
  }),
  choose: z.object({ state: z.literal("choose"), purpose, strategies, operator, returnTo, setup }),
  challenge: z.object({
    state: z.literal("challenge"),
    purpose,
    strategy: z.string(),
    strategies,
    operator,
    sent: z
      .strictObject({
        to: z.string().exactOptional(),
        again: z.number().describe("Seconds until another one may be asked for"),
        expiresIn: z.number().describe("Seconds"),
        data: shown.exactOptional(),
      })
      .exactOptional(),
    trustDays: z.int().describe("Days for which this client may be trusted; 0: not offered"),
    hostLogin,
    returnTo,
    setup,
  }),
  enrol: z
    .looseObject({
      state: z.literal("enrol"),
      strategies,
      operator,
      confirm: confirm.exactOptional(),
      handover: z.boolean().exactOptional(),
      recovers: z.boolean().exactOptional(),
      strategy: z.string().exactOptional(),
      fields: z.array(z.string()).exactOptional().describe("Members that the answer to it has"),
      returnTo,
      setup,
    })
    .describe("With what the strategy shows of the new credential: for `totp` `uri`, `secret` and `qr`"),
  "signed-in": z.object({ state: z.literal("signed-in"), operator, returnTo, passwordChange: z.boolean() }),
  forgot: z.object({ state: z.literal("forgot"), username: z.string().exactOptional() }),
  email: z.object({ state: z.literal("email"), operator, newEmail, returnTo }),
  card: z.object({
    state: z.literal("card"),
    operator,
    strategies: z.array(
      z.strictObject({
        ...strategy,
        since: ms.exactOptional(),
        picture: z.boolean(),
        left: z.int().exactOptional(),
        removable: z.boolean(),
        credentials: z
          .array(credential)
          .exactOptional()
          .describe("Each by itself, where there can be several"),
      }),
    ),
    ...clients,
    preferable: z.array(z.string()),
    newEmail,
    passwordChange: z.boolean(),
    elsewhere,
    languages: z.array(z.string()),
    ...fresh,
  }),
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

/** As a view is typed, without its `readonly`. */
type Plain<T> = T extends readonly (infer One)[]
  ? Plain<One>[]
  : T extends object
    ? { -readonly [K in keyof T]: Plain<T[K]> }
    : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/**
 * Does not compile where what a view has and what its schema says are two things. A member that may be left out and is not
 * in the schema is found by the tests, which hold every answer against it.
 */
type Checked = {
  [State in Exclude<View["state"], "enrol">]: Same<
    Plain<z.output<(typeof views)[State]>>,
    Plain<Extract<View, { state: State }>>
  >;
};
type AllTrue<T extends Readonly<Record<string, true>>> = T;
export type ViewsFit = AllTrue<Checked>;

export const viewSchemas: Readonly<Record<View["state"], z.ZodObject>> = views;
