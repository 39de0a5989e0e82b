import type { IncomingMessage, ServerResponse } from "node:http";
import type { Need } from "../contract/index.js";
import { decide } from "../core/decide.js";
import type { Session } from "../core/record.js";
import type { Catalogue } from "../core/rules.js";
import { MfaError, refuseUnknown } from "../errors/index.js";
import { assertNewEnough } from "./app-version.js";
import { askForProof } from "./ask.js";
import { bearerOf, type Caller, callerOf, peekCaller, presentedBy } from "./caller.js";
import { assertSameOrigin } from "./evidence.js";
import { exchange } from "./exchange.js";
import { asFault } from "./fault.js";
import type { Parts } from "./parts.js";
import { sendProblem } from "./render.js";
import { fillRequest } from "./request.js";
import { serve } from "./serve.js";
import { scopeShape } from "./service-keys.js";
import { serviceTokenIn } from "./service-token.js";
import { endWhatIsOver, keepAlive } from "./upkeep.js";

/** A middleware, for Express 4 and 5 and for `router` alone. */
export type Handler = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Nobody in without what the policy asks for, and what `need` adds. Where this process holds the record and the policy
 * there is no I/O and no promise; a need is always judged on what the store has now.
 */
export function protect(parts: Parts, need: Need): Handler {
  const asks = need.maxAge !== undefined || need.anyOf !== undefined;

  const settle = (
    req: IncomingMessage,
    res: ServerResponse,
    next: () => void,
    caller: Caller | undefined,
    isFresh: boolean,
  ) => {
    const verdict = verdictOf(parts, caller, need);
    if (caller === undefined || !verdict.ok) {
      if (!isFresh && presentedBy(parts, req) !== undefined) {
        // What is held may be of a moment ago, and this somebody who has just signed in at another process.
        read(req, res, next, true);
        return;
      }
      const ask = verdict.ok ? "sign-in" : verdict.ask;
      if (ask === "sign-in") endWhatIsOver(parts, req);
      askForProof(exchange(parts, req, res), ask, need);
      return;
    }
    // RFC 9110 §9.2.1: what is not safe changes something, and a cookie goes along with anybody's form.
    if (parts.sameOrigin && !safe.has(req.method ?? "") && bearerOf(req) === undefined) {
      assertSameOrigin(req, parts.sites);
    }
    keepAlive(parts, caller);
    fillRequest(req, caller, verdict.proofs);
    next();
  };

  const read = (req: IncomingMessage, res: ServerResponse, next: () => void, fresh: boolean) => {
    callerOf(parts, req, { fresh })
      .then((caller) => settle(req, res, next, caller, fresh))
      .catch((error: unknown) => refuse(req, res, error));
  };

  const refuse = (req: IncomingMessage, res: ServerResponse, error: unknown) =>
    sendProblem(exchange(parts, req, res), asFault(error, parts));

  return (req, res, next) => {
    const service = serviceTokenIn(req);
    if (service !== undefined) {
      serve(parts, need.service, service, req, res, next);
      return;
    }
    try {
      parts.assertReady();
      const held = asks ? "read" : peekCaller(parts, req);
      if (held !== "read") {
        settle(req, res, next, held, false);
        return;
      }
    } catch (error) {
      refuse(req, res, error);
      return;
    }
    read(req, res, next, asks);
  };
}

/** Fills `req.user` and `req.mfa` where somebody is signed in; keeps nobody out. */
export function session(parts: Parts): Handler {
  return (req, _res, next) => {
    const fill = async () => {
      parts.assertReady();
      for (const fresh of [false, true]) {
        const caller = await callerOf(parts, req, { fresh });
        const verdict = verdictOf(parts, caller, {});
        if (caller !== undefined && verdict.ok) fillRequest(req, caller, verdict.proofs);
        if (verdict.ok || presentedBy(parts, req) === undefined) return;
      }
    };
    // Who cannot be read is nobody: a public page is shown all the same.
    fill()
      .catch((error: unknown) => void asFault(error, parts))
      .then(() => next());
  };
}

/** Throws `ERR_MFA_APP_VERSION` for an app that is too old. */
export function verdictOf(parts: Parts, caller: Caller | undefined, need: Need): ReturnType<typeof decide> {
  if (caller?.ref.kind !== "session") return { ok: false, ask: "sign-in" };
  const verdict = decide(caller.record, caller.rules, caller.holder as Session, need, parts.clock());
  // One that is over is told so, whatever asks.
  if (verdict.ok || verdict.ask === "step-up") assertNewEnough(parts, caller.holder.client);
  return verdict;
}

const longestAge = 86_400;

/** Throws `ERR_MFA_OPTIONS` for a need that cannot be met or is misspelt: better at start than at a door. */
export function readNeed(need: Need, catalogue: Catalogue): Need {
  refuseUnknown("protect()", need, ["maxAge", "anyOf", "service"]);
  const { maxAge, anyOf, service } = need;
  if (service !== undefined && (typeof service !== "string" || !scopeShape.test(service))) {
    throw new MfaError("ERR_MFA_OPTIONS", {
      detail: `protect(): "service" must be one scope, 1 to 64 characters without spaces, not ${JSON.stringify(service)}`,
    });
  }
  if (maxAge !== undefined && (!Number.isInteger(maxAge) || maxAge < 0 || maxAge > longestAge)) {
    throw new MfaError("ERR_MFA_OPTIONS", {
      detail: `protect(): "maxAge" must be whole seconds from 0 to ${longestAge}, not ${maxAge}`,
    });
  }
  if (anyOf !== undefined && (!Array.isArray(anyOf) || anyOf.length === 0)) {
    throw new MfaError("ERR_MFA_OPTIONS", { detail: 'protect(): "anyOf" must be a list of strategy ids' });
  }
  for (const id of anyOf ?? []) refuseUnknown('protect(), "anyOf"', { [id]: true }, [...catalogue.keys()]);
  return {
    ...(maxAge !== undefined && { maxAge }),
    ...(anyOf !== undefined && { anyOf }),
    ...(service !== undefined && { service }),
  };
}
