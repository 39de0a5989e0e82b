import { MfaError } from "../errors/index.js";
import { exportInvitations } from "./invitations-export.js";
import {
  actOn,
  editOperator,
  endTheirs,
  invite,
  operator,
  removeOperator,
  resetFactors,
} from "./operator.js";
import { addOperator, operators } from "./operators.js";
import { exportOperators } from "./operators-export.js";
import { importLimit, importOperators, importPage, importProgress } from "./operators-import.js";
import type { Route } from "./route.js";
import { signedIn } from "./use-case.js";

/** The people of the system, for engineers. */
export const operatorRoutes: readonly Route[] = [
  {
    path: "/operators",
    get: async (x, caller) => operators(x, signedIn(x, caller)),
    post: async (x, caller) => addOperator(x, signedIn(x, caller)),
  },
  {
    path: "/operators/export.csv",
    get: async (x, caller) => void (await exportOperators(x, signedIn(x, caller))),
  },
  {
    path: "/operators/import",
    bodyLimit: importLimit,
    get: async (x, caller) => importPage(x, signedIn(x, caller)),
    post: async (x, caller) => importOperators(x, signedIn(x, caller)),
  },
  {
    path: "/operators/invitations",
    post: async (x, caller) => void (await exportInvitations(x, signedIn(x, caller))),
  },
  // Somebody else's QR code: nobody has it, and who asks for it is in the audit.
  ...["svg", "png"].map(
    (type): Route => ({
      path: `/operators/:id/:strategy.${type}`,
      get: async (x, caller) => {
        signedIn(x, caller);
        throw new MfaError("ERR_MFA_FORBIDDEN", { detail: "a QR code is its owner's alone" });
      },
    }),
  ),
  { path: "/operators/import/:id", get: async (x, caller) => importProgress(x, signedIn(x, caller)) },
  {
    path: "/operators/:id",
    get: async (x, caller) => operator(x, signedIn(x, caller)),
    post: async (x, caller) => editOperator(x, signedIn(x, caller)),
  },
  ...(["sessions", "browsers"] as const).map(
    (list): Route => ({
      path: `/operators/:id/${list}/:client/end`,
      post: async (x, caller) => endTheirs(list)(x, signedIn(x, caller)),
    }),
  ),
  ...(
    [
      ["disable", actOn("disable")],
      ["enable", actOn("enable")],
      ["sign-out", actOn("signOutEverywhere")],
      ["remove", removeOperator],
      ["invitation", invite],
      ["reset", resetFactors],
    ] as const
  ).map(
    ([act, useCase]): Route => ({
      path: `/operators/:id/${act}`,
      post: async (x, caller) => useCase(x, signedIn(x, caller)),
    }),
  ),
];
