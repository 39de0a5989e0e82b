import { z } from "zod";
import type { Strategy, View } from "../contract/index.js";
import { firstFactor, installedIn } from "../core/rules.js";
import type { ErrorCode } from "../errors/index.js";
import type { Attempts } from "./attempts.js";
import { fieldsOf } from "./body.js";
import { start } from "./challenge.js";
import { beginEmailChange, emailBody, emailVerifyBody, finishEmailChange } from "./email.js";
import { beginEnrol, enrolBody, finishEnrol } from "./enrol.js";
import { askForgotten, finishForgotten, forgotten, forgottenBody, forgottenVerifyBody } from "./forgotten.js";
import { handOver, handoverBody } from "./handover.js";
import { home, toHome } from "./home.js";
import { acceptInvitation, invitation, invitationBody } from "./invitation.js";
import { forAnybody, forKnown, forRecovering } from "./operation.js";
import type { Parts } from "./parts.js";
import { passwordlessBody, signInPasswordless } from "./passwordless.js";
import type { Route } from "./route.js";
import { beginSetup, changeSetupMode, setup, setupModeBody } from "./setup.js";
import { setupBody } from "./setup-form.js";
import { signInBody } from "./sign-in.js";
import { signOut, signOutBody } from "./sign-out.js";
import { idIn } from "./strategy-in.js";
import { verifyBody } from "./verify.js";

/** Where a sign-in, or a session that proves itself again, can stand. */
const standing: readonly View["state"][] = ["choose", "challenge", "enrol", "email", "signed-in", "sign-in"];
const wrongCode: readonly ErrorCode[] = ["ERR_MFA_CODE", "ERR_MFA_CODE_EXPIRED", "ERR_MFA_WAIT"];
const nothing = z.object({});
const asked = {
  returnTo: "Where a page goes on: a path of this origin",
  need: "fresh: a session is to prove itself again",
  anyOf: "Ids of strategies, one of which is to be passed, with commas between them",
  strategy: "The strategy that was picked",
  enrol: "The strategy that is being enrolled",
};

/** The way in, and what leads back to it. */
export function signInRoutes({ catalogue }: Parts, attempts: Attempts): readonly Route[] {
  const first = firstFactor(catalogue);
  const newFirst = fieldsOf(first.enrol?.fields ?? first.fields).shape;
  const fieldsFor = (id: string) => fieldsOf(catalogue.get(id)?.fields ?? []).shape;
  const enrolFieldsFor = (id: string) => {
    const { enrol, fields = [] } = catalogue.get(id) ?? {};
    return fieldsOf(enrol?.fields ?? fields).shape;
  };
  const idsOf = (fits: (strategy: Strategy) => boolean) =>
    [...catalogue.values()].filter(fits).map(({ id }) => id);
  const passable = idsOf(({ hostLogin }) => hostLogin === undefined);
  const enrollable = idsOf(({ enrol, stage }) => enrol !== undefined && stage !== "first");
  const alone = installedIn(catalogue).passwordless;
  return [
    {
      path: "/",
      get: forAnybody(home, {
        summary: "Where the caller stands",
        query: asked,
        answers: ["setup", ...standing],
      }),
    },

    {
      path: "/setup",
      get: forAnybody(setup, {
        summary: "The first start",
        answers: ["setup", ...standing],
        refuses: ["ERR_MFA_NOT_FOUND"],
      }),
      post: forAnybody(beginSetup, {
        summary: "Sets the system up: the first engineer and the policy, by the code that the server printed",
        body: setupBody.extend({ ...newFirst, setupCode: z.string().max(100) }),
        answers: standing,
        tokens: true,
        refuses: [...wrongCode, "ERR_MFA_SET_UP"],
      }),
    },
    {
      path: "/setup/mode",
      post: forKnown(changeSetupMode, {
        summary: "Another mode, while the system is set up",
        body: setupModeBody,
        answers: standing,
        refuses: ["ERR_MFA_SET_UP"],
      }),
    },
    {
      path: "/invitation",
      get: forAnybody(invitation, {
        summary: "Asks for a code that an engineer gave out",
        answers: ["invitation"],
      }),
      post: forAnybody(acceptInvitation, {
        summary: "Comes in for the first time: the code, and a password of one's own",
        body: invitationBody.extend(newFirst),
        answers: standing,
        tokens: true,
        refuses: wrongCode,
      }),
    },

    {
      path: "/forgot",
      get: forAnybody(forgotten, {
        summary: "Asks who has forgotten their password",
        answers: ["forgot"],
        refuses: ["ERR_MFA_NOT_FOUND"],
      }),
      post: forAnybody(askForgotten, {
        summary: "Sends a code to whoever goes by this name; says the same of every name",
        body: forgottenBody,
        answers: ["forgot"],
        refuses: ["ERR_MFA_WAIT", "ERR_MFA_NOT_FOUND"],
      }),
    },
    {
      path: "/forgot/verify",
      post: forAnybody(finishForgotten, {
        summary: "A new password, by the code from the mail and one that no mailbox gives",
        body: forgottenVerifyBody.extend(newFirst),
        answers: ["sign-in"],
        refuses: [...wrongCode, "ERR_MFA_NOT_FOUND", "ERR_MFA_CODE_USED", "ERR_MFA_PASSWORD_CHANGE"],
      }),
    },
    {
      path: "/handover",
      post: forKnown(handOver, {
        summary: "The code that an engineer handed over after a reset: it opens one enrolment",
        body: handoverBody,
        answers: standing,
        refuses: [...wrongCode, "ERR_MFA_TURN"],
      }),
    },
    {
      path: "/email",
      post: forRecovering(beginEmailChange, {
        summary: "Another address, where the way back was passed and the second factor is the mailbox",
        body: emailBody,
        answers: standing,
        refuses: ["ERR_MFA_WAIT", "ERR_MFA_TURN", "ERR_MFA_MAIL", "ERR_MFA_DIRECTORY"],
      }),
    },
    {
      path: "/email/verify",
      post: forRecovering(finishEmailChange, {
        summary: "The code from the new address",
        body: emailVerifyBody,
        answers: standing,
        tokens: true,
        refuses: [...wrongCode, "ERR_MFA_TURN"],
      }),
    },

    {
      path: "/sign-in",
      get: forAnybody(toHome, { summary: "As GET /", query: asked, answers: ["setup", ...standing] }),
      post: forAnybody(async (x) => attempts.run(first.id, x), {
        summary: "The first factor",
        body: signInBody.extend(fieldsFor(first.id)),
        answers: standing,
        tokens: true,
        refuses: ["ERR_MFA_CREDENTIALS", "ERR_MFA_WAIT", "ERR_MFA_TURN"],
      }),
    },
    ...(alone.length > 0
      ? [
          {
            path: "/sign-in/:strategy",
            post: forAnybody((x) => signInPasswordless(x, idIn(x)), {
              summary:
                "Signs in by one proof of two factors, where the policy takes that: no name, no password",
              strategies: alone,
              body: (id) => passwordlessBody.extend(fieldsFor(id)),
              answers: standing,
              tokens: true,
              refuses: [...wrongCode, "ERR_MFA_CODE_USED", "ERR_MFA_TURN", "ERR_MFA_NOT_FOUND"],
            }),
          } satisfies Route,
        ]
      : []),
    {
      path: "/sign-out",
      post: forAnybody(signOut, {
        summary: "Ends the session, or all of them",
        body: signOutBody,
        answers: ["sign-in"],
      }),
    },
    {
      path: "/challenge/:strategy",
      post: forKnown((x, caller) => start(x, caller, idIn(x)), {
        summary: "Starts a challenge: a code by e-mail is sent",
        strategies: passable,
        body: nothing,
        answers: standing,
        refuses: [
          "ERR_MFA_NOT_FOUND",
          "ERR_MFA_WAIT",
          "ERR_MFA_TURN",
          "ERR_MFA_PASSWORD_CHANGE",
          "ERR_MFA_MAIL",
        ],
      }),
    },
    {
      path: "/challenge/:strategy/verify",
      post: forKnown((x, caller) => attempts.run(idIn(x), x, caller), {
        summary: "The answer to a challenge; a session proves itself again by it",
        strategies: passable,
        body: (id) => verifyBody.extend(fieldsFor(id)),
        answers: standing,
        tokens: true,
        refuses: [
          ...wrongCode,
          ...(["ERR_MFA_NOT_FOUND", "ERR_MFA_CODE_USED", "ERR_MFA_TURN", "ERR_MFA_PASSWORD_CHANGE"] as const),
        ],
      }),
    },
    {
      path: "/enrol/:strategy",
      post: forKnown((x, caller) => beginEnrol(x, caller, idIn(x)), {
        summary: "Shows what is to be enrolled, once the factor that guards it was passed",
        strategies: enrollable,
        body: nothing,
        answers: standing,
        refuses: ["ERR_MFA_NOT_FOUND", "ERR_MFA_TURN", "ERR_MFA_CONFIRM"],
      }),
    },
    {
      path: "/enrol/:strategy/verify",
      post: forKnown((x, caller) => finishEnrol(x, caller, idIn(x)), {
        summary: "The first answer of what is enrolled; another one where `fields` asks for it",
        strategies: enrollable,
        body: (id) => enrolBody.extend(enrolFieldsFor(id)),
        answers: standing,
        tokens: true,
        refuses: ["ERR_MFA_NOT_FOUND", "ERR_MFA_CODE", "ERR_MFA_TURN"],
      }),
    },
  ];
}
