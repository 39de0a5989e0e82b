import { z } from "zod";
import {
  clients,
  confirm,
  credential,
  elsewhere,
  fresh,
  hostLogin,
  ms,
  newEmail,
  operator,
  probe,
  purpose,
  returnTo,
  setup,
  shown,
  strategies,
  strategy,
} from "./view-parts.js";

/** What operators are shown on their way in, and of themselves. */
export const ownViews = {
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
};
