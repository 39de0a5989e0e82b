import { z } from "zod";
import { firstFactor } from "../core/rules.js";
import { fieldsOf } from "./body.js";
import {
  card,
  changeLanguage,
  changePassword,
  changePreferred,
  languageBody,
  nameBody,
  picture,
  preferredBody,
  removeOne,
  removeStrategy,
  renameOne,
} from "./card.js";
import { endOwn } from "./clients.js";
import { beginEmailChange, emailBody, emailVerifyBody, finishEmailChange } from "./email.js";
import { forSignedIn } from "./operation.js";
import type { Parts } from "./parts.js";
import type { Route } from "./route.js";
import { idIn, oneIn } from "./strategy-in.js";

const answers = ["card"] as const;

/** The operator's own card: theirs alone. */
export function cardRoutes({ catalogue }: Parts): readonly Route[] {
  const first = firstFactor(catalogue);
  const several = [...catalogue.values()].some((strategy) => strategy.several !== undefined);
  return [
    { path: "/card", get: forSignedIn(card, { summary: "The operator's own card", answers }) },
    {
      path: "/card/language",
      post: forSignedIn(changeLanguage, {
        summary: "The language of pages and mails; empty: as the browser says",
        body: languageBody,
        answers,
      }),
    },
    {
      path: "/card/password",
      post: forSignedIn(changePassword, {
        summary: "A new password, after a fresh proof",
        body: fieldsOf(first.enrol?.fields ?? first.fields),
        answers,
        refuses: ["ERR_MFA_STEP_UP"],
      }),
    },
    {
      path: "/card/preferred",
      post: forSignedIn(changePreferred, {
        summary: "Which second factor is offered first",
        body: preferredBody,
        answers,
      }),
    },
    {
      path: "/card/email",
      post: forSignedIn(beginEmailChange, {
        summary: "A code to a new address, after a fresh proof",
        body: emailBody,
        answers,
        refuses: ["ERR_MFA_STEP_UP", "ERR_MFA_WAIT", "ERR_MFA_MAIL", "ERR_MFA_DIRECTORY"],
      }),
    },
    {
      path: "/card/email/verify",
      post: forSignedIn(finishEmailChange, {
        summary: "The code from the new address",
        body: emailVerifyBody,
        answers,
        refuses: ["ERR_MFA_CODE", "ERR_MFA_TURN", "ERR_MFA_DIRECTORY"],
      }),
    },
    {
      path: "/card/strategies/:strategy/remove",
      post: forSignedIn((x, caller) => removeStrategy(x, caller, idIn(x)), {
        summary: "Takes a second factor away, after a fresh proof; never the last that the policy needs",
        body: z.object({}),
        answers,
        refuses: ["ERR_MFA_NOT_FOUND", "ERR_MFA_STEP_UP"],
      }),
    },
    ...(several
      ? [
          {
            path: "/card/strategies/:strategy/:credential/remove",
            post: forSignedIn((x, caller) => removeOne(x, caller, oneIn(x)), {
              summary:
                "Takes one of several credentials away, after a fresh proof; never the last that the policy needs",
              body: z.object({}),
              answers,
              refuses: ["ERR_MFA_NOT_FOUND", "ERR_MFA_STEP_UP"],
            }),
          } satisfies Route,
          {
            path: "/card/strategies/:strategy/:credential/name",
            post: forSignedIn((x, caller) => renameOne(x, caller, oneIn(x)), {
              summary: "What one of several credentials is called",
              body: nameBody,
              answers,
              refuses: ["ERR_MFA_NOT_FOUND"],
            }),
          } satisfies Route,
        ]
      : []),
    ...(["sessions", "browsers"] as const).map(
      (list): Route => ({
        path: `/card/${list}/:id/end`,
        post: forSignedIn(endOwn(list), {
          summary:
            list === "sessions"
              ? "Ends another session of one's own"
              : "Forgets a browser or an app of one's own",
          body: z.object({}),
          answers,
          refuses: ["ERR_MFA_NOT_FOUND", "ERR_MFA_TURN"],
        }),
      }),
    ),
    ...(["svg", "png"] as const).map(
      (type): Route => ({
        path: `/card/:strategy.${type}`,
        get: forSignedIn((x, caller) => picture(x, caller, idIn(x), type), {
          summary: "The picture that hands one's own credential to another device, after a fresh proof",
          answers: type === "svg" ? "image/svg+xml" : "image/png",
          refuses: ["ERR_MFA_NOT_FOUND", "ERR_MFA_STEP_UP"],
        }),
      }),
    ),
  ];
}
