import type { IncomingMessage } from "node:http";
import type { Need, Operator, Proof } from "../contract/index.js";
import { codes, type ErrorCode, MfaError } from "../errors/index.js";
import type { Collection } from "../store/types.js";
import { bearerOf, type Caller, callerIn, callerOf } from "./caller.js";
import type { Request } from "./exchange.js";
import { asFault } from "./fault.js";
import type { Parts } from "./parts.js";
import { verdictOf } from "./protect.js";

export type CheckResult =
  | {
      readonly ok: true;
      readonly operator: Operator;
      readonly proofs: readonly Proof[];
      /** Fires when the session ends, expires, or no longer meets the policy. */
      readonly signal: AbortSignal;
    }
  | {
      readonly ok: false;
      readonly problem: { readonly code: ErrorCode; readonly status: number; readonly title: string };
    };

interface Watched {
  readonly caller: Caller;
  /** What goes on to be asked: an age is asked for once, when it is opened. */
  readonly need: Pick<Need, "anyOf">;
  readonly controller: AbortController;
}

/** Every open connection is looked at so often, and at once when this process changes the record or the policy. */
const every = 1000;

/** `mfa.check`: for upgrades and sockets, which no middleware guards. */
export function createCheck(parts: Parts, policyChanges: Pick<Collection<unknown>, "watch">) {
  const watched = new Set<Watched>();
  let timer: NodeJS.Timeout | undefined;

  const look = async (entry: Watched) => {
    const { ref, operator } = entry.caller;
    const [record, rules] = await Promise.all([parts.operators.read(operator.id), parts.rules()]);
    // A step-up gives the session a new secret; it is the same session.
    const hash = record?.sessions.find(({ id }) => id === ref.id)?.hash;
    const now = record && hash && callerIn(record, rules, { ...ref, hash }, parts.clock());
    if (!now || !verdictOf(parts, now, entry.need).ok) end(entry);
  };
  const forget = (entry: Watched) => {
    watched.delete(entry);
    if (watched.size === 0) clearInterval(timer);
  };
  const end = (entry: Watched) => {
    forget(entry);
    entry.controller.abort(new MfaError("ERR_MFA_SIGN_IN"));
  };
  const lookAt = (entries: Iterable<Watched>) => {
    // A store that does not answer ends the connection: fail closed.
    for (const entry of entries) look(entry).catch(() => end(entry));
  };
  parts.operators.watch((id) => lookAt([...watched].filter(({ caller }) => caller.operator.id === id)));
  policyChanges.watch(() => lookAt([...watched]));

  const watch = (caller: Caller, { anyOf }: Need, { res, socket }: Request): AbortSignal => {
    const controller = new AbortController();
    const entry: Watched = { caller, need: { ...(anyOf !== undefined && { anyOf }) }, controller };
    // An answer under Express is over when it is; what was upgraded has none.
    const open = res ?? socket;
    if (socket.destroyed || open.destroyed) {
      end(entry);
      return controller.signal;
    }
    if (watched.size === 0) timer = setInterval(() => lookAt([...watched]), every).unref();
    watched.add(entry);
    open.once("close", () => forget(entry));
    return controller.signal;
  };

  return {
    async check(req: IncomingMessage, need: Need = {}): Promise<CheckResult> {
      try {
        parts.assertReady();
        if (bearerOf(req) === undefined && !isOwnPage(req, parts)) return refusal("ERR_MFA_ORIGIN");
        const caller = await callerOf(parts, req, { fresh: true });
        const verdict = verdictOf(parts, caller, need);
        if (caller === undefined || !verdict.ok) {
          return refusal(!verdict.ok && verdict.ask === "step-up" ? "ERR_MFA_STEP_UP" : "ERR_MFA_SIGN_IN");
        }
        return {
          ok: true,
          operator: caller.operator,
          proofs: verdict.proofs,
          signal: watch(caller, need, req),
        };
      } catch (error) {
        return refusal(asFault(error, parts).code);
      }
    },
    close() {
      clearInterval(timer);
      for (const entry of [...watched]) end(entry);
    },
  };
}

/**
 * Browsers let any page open a socket to us and send our cookie along (RFC 6455 §10.2). They say its origin with a socket; with
 * an EventSource of our own pages they do not, and say by Fetch Metadata that it is ours.
 */
function isOwnPage({ headers }: IncomingMessage, { sites }: Parts): boolean {
  const { origin, "sec-fetch-site": from } = headers;
  return origin === undefined ? from === "same-origin" : sites.includes(origin);
}

function refusal(code: ErrorCode): CheckResult {
  const [status, title] = codes[code];
  return { ok: false, problem: { code, status, title } };
}
