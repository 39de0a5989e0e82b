import { z } from "zod";
import { MfaError } from "../errors/index.js";
import { text, tick } from "./body.js";
import { exportInvitations } from "./invitations-export.js";
import { forEngineers, forSignedIn } from "./operation.js";
import {
  actOn,
  editOperator,
  endTheirs,
  invite,
  operator,
  removeOperator,
  resetBody,
  resetFactors,
} from "./operator.js";
import { addOperator, operators, profileBody } from "./operators.js";
import { exportOperators } from "./operators-export.js";
import { importBody, importLimit, importOperators, importPage, importProgress } from "./operators-import.js";
import type { Route } from "./route.js";

const nothing = z.object({});
const sure = { sure: tick };
const one = ["operator"] as const;
const refuses = ["ERR_MFA_STEP_UP", "ERR_MFA_NOT_FOUND", "ERR_MFA_FORBIDDEN", "ERR_MFA_DIRECTORY"] as const;

/** The people of the system, for engineers. */
export const operatorRoutes: readonly Route[] = [
  {
    path: "/operators",
    get: forEngineers(operators, {
      summary: "Everybody, 25 at a time, by name",
      query: {
        search: "Part of a user name, a name or an address",
        page: "Counted from 1",
        only: "no-email",
      },
      answers: ["operators"],
    }),
    post: forEngineers(addOperator, {
      summary: "Adds one, and says a code by which they come in; once",
      body: profileBody.extend({ username: text(256) }),
      answers: [...one, "operators"],
      refuses: ["ERR_MFA_STEP_UP", "ERR_MFA_DIRECTORY"],
    }),
  },
  {
    path: "/operators/export.csv",
    get: forEngineers(exportOperators, {
      summary: "Everybody, in the form that an import takes",
      answers: "text/csv",
    }),
  },
  {
    path: "/operators/import",
    bodyLimit: importLimit,
    get: forEngineers(importPage, { summary: "Asks for a file", answers: ["import"] }),
    post: forEngineers(importOperators, {
      summary: "Many at once, from CSV: what it would do, and with `sure` it is done; all of them or none",
      body: importBody,
      answers: ["import"],
      refuses: ["ERR_MFA_STEP_UP", "ERR_MFA_DIRECTORY"],
    }),
  },
  {
    path: "/operators/invitations",
    post: forEngineers(exportInvitations, {
      summary: "A code for everybody who has never come in and holds none, as a file; once",
      body: nothing,
      answers: "text/csv",
      refuses: ["ERR_MFA_STEP_UP"],
    }),
  },
  // Somebody else's QR code: nobody has it, and who asks for it is in the audit.
  ...["svg", "png"].map(
    (type): Route => ({
      path: `/operators/:id/:strategy.${type}`,
      get: {
        ...forSignedIn(
          async () => {
            throw new MfaError("ERR_MFA_FORBIDDEN", { detail: "a QR code is its owner's alone" });
          },
          { summary: "Refused to everybody", answers: [], refuses: ["ERR_MFA_FORBIDDEN"] },
        ),
      },
    }),
  ),
  {
    path: "/operators/import/:id",
    get: forEngineers(importProgress, {
      summary: "How far an import is",
      answers: ["import"],
      refuses: ["ERR_MFA_NOT_FOUND"],
    }),
  },
  {
    path: "/operators/:id",
    get: forEngineers(operator, {
      summary: "One of them",
      answers: one,
      refuses: ["ERR_MFA_NOT_FOUND"],
    }),
    post: forEngineers(editOperator, {
      summary: "Changes name, address and role; what is left out is taken away",
      body: profileBody,
      answers: one,
      refuses,
    }),
  },
  ...(["sessions", "browsers"] as const).map(
    (list): Route => ({
      path: `/operators/:id/${list}/:client/end`,
      post: forEngineers(endTheirs(list), {
        summary: list === "sessions" ? "Ends one of their sessions" : "Forgets one of their browsers or apps",
        body: nothing,
        answers: one,
        refuses,
      }),
    }),
  ),
  ...(
    [
      ["disable", actOn("disable"), nothing, "They are out at once"],
      ["enable", actOn("enable"), nothing, "They may sign in again, as an operator"],
      ["sign-out", actOn("signOutEverywhere"), nothing, "Ends every session of theirs, and all trust"],
      ["remove", removeOperator, z.object(sure), "For good"],
      ["invitation", invite, nothing, "A new code by which they come in for the first time; told once"],
      [
        "reset",
        resetFactors,
        resetBody.extend(sure),
        "Takes their second factors away, and says a code for setting up new ones; once",
      ],
    ] as const
  ).map(
    ([act, useCase, body, summary]): Route => ({
      path: `/operators/:id/${act}`,
      post: forEngineers(useCase, {
        summary,
        body,
        answers: act === "remove" ? ["operators", ...one] : one,
        refuses: [...refuses, "ERR_MFA_TURN"],
      }),
    }),
  ),
];
