import type { ServerResponse } from "node:http";
import type { MfaError } from "../errors/index.js";
import { askForProof } from "./ask.js";
import { auditFailure } from "./audit-failures.js";
import { readBody } from "./body.js";
import { bearerOf, type Caller, callerOf } from "./caller.js";
import type { Dress } from "./dress.js";
import { assertSameOrigin, type FormTokens } from "./evidence.js";
import { type Exchange, exchange, type Request, readBy } from "./exchange.js";
import { asFault } from "./fault.js";
import { renewHostSession } from "./host-session.js";
import { isForm } from "./negotiation.js";
import type { Parts } from "./parts.js";
import { sendProblem, sendReply } from "./render.js";
import type { Route } from "./route.js";
import { staleForm } from "./stale-form.js";
import { endWhatIsOver } from "./upkeep.js";
import type { UseCase } from "./use-case.js";

export interface HandleParts {
  readonly parts: Parts;
  readonly forms: FormTokens;
  readonly dress: Dress;
}

/** Answers one request by one use case of a route: its path is below our own mount, wherever the host has mounted it. */
export type Handle = (
  req: Request,
  res: ServerResponse,
  useCase: UseCase,
  route?: Pick<Route, "path" | "bodyLimit" | "asset">,
) => Promise<void>;

export function createHandle({ parts, dress }: HandleParts): Handle {
  const answerFault = async (
    x: Exchange,
    caller: Caller | undefined,
    fault: MfaError,
    route: string,
  ): Promise<void> => {
    const { code } = fault;
    auditFailure(x, caller, code, route);
    if (x.page && x.req.method === "POST" && hasWayOn(fault)) {
      try {
        const reply = await staleForm(x, caller, fault, route);
        await sendReply(x, reply, dress(x, reply, caller));
      } catch (error) {
        sendProblem(x, asFault(error, parts));
      }
    } else if (code === "ERR_MFA_SIGN_IN" || code === "ERR_MFA_STEP_UP") {
      askForProof(x, code === "ERR_MFA_SIGN_IN" ? "sign-in" : "step-up");
    } else sendProblem(x, fault);
  };

  return async (req, res, useCase, { path, bodyLimit, asset } = { path: "" }) => {
    let x = exchange(parts, req, res);
    let caller: Caller | undefined;
    try {
      if (asset) {
        await useCase(x, undefined);
        return;
      }
      parts.assertReady();
      caller = await callerOf(parts, req, { fresh: true });
      // Much room for those who may use it: what is long takes long to parse.
      if (bodyLimit !== undefined && isEngineer(caller)) x = { ...x, bodyLimit };
      // Whoever holds the end of their request back is who they are when it has come, not who they were.
      if (caller !== undefined && !req.complete) {
        await readBody(x);
        caller = await callerOf(parts, req, { fresh: true });
      }
      if (caller === undefined) endWhatIsOver(parts, req);
      else x = readBy(x, caller.operator);
      // A crash between the first sign-in and the end of the set-up.
      if (caller?.ref.kind === "session") await parts.firstStart.finish(caller.rules, caller.operator.id);
      const reply = await useCase(x, caller);
      if (reply === undefined) return;
      if (reply.notice !== undefined) auditFailure(x, caller, reply.notice.code, path);
      const came = reply.operator !== undefined && caller?.ref.kind !== "session";
      if (came || reply.signedOut === true) await renewHostSession(req);
      await sendReply(x, reply, dress(x, reply, caller));
    } catch (error) {
      await answerFault(x, caller, asFault(error, parts), path);
    }
  };
}

function isEngineer(caller: Caller | undefined): boolean {
  return caller?.ref.kind === "session" && caller.operator.role === "engineer";
}

/** A form that was refused as a whole: the person is shown where they stand, with what was wrong. */
function hasWayOn({ code, errors }: MfaError): boolean {
  return (
    code === "ERR_MFA_SIGN_IN" ||
    code === "ERR_MFA_FORM_TOKEN" ||
    (code === "ERR_MFA_INPUT" && errors !== undefined)
  );
}

/** A change: evidence of its origin first, then the token of a form. */
export function guarded({ parts, forms }: HandleParts, change: UseCase): UseCase {
  return async (x, caller) => {
    const app = bearerOf(x.req) !== undefined || (caller === undefined && (await asksAsApp(x)));
    if (!app) assertSameOrigin(x.req, parts.sites);
    if (isForm(x.req)) forms.assert(x.req, x.site, caller?.holder.id, (await readBody(x))._csrf);
    return change(x, caller);
  };
}

/** A sign-in that asks for a bearer token sets no cookie, so it needs no evidence of its origin. */
async function asksAsApp(x: Exchange): Promise<boolean> {
  return !isForm(x.req) && (await readBody(x)).client === "app";
}
