import { z } from "zod";
import type { AuditLine, View } from "../contract/index.js";
import {
  askedOperator,
  clients,
  confirm,
  count,
  credential,
  elsewhere,
  fresh,
  health,
  hostLogin,
  importErrors,
  line,
  ms,
  newEmail,
  operator,
  probe,
  purpose,
  returnTo,
  row,
  setup,
  shown,
  strategies,
  strategy,
} from "./view-parts.js";

/**
 * The views as JSON answers. What stands at the top of an answer stays open, so that it can be joined with the members of a
 * problem or the tokens of an app; all below is closed.
 */
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
