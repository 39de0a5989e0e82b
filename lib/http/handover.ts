import { z } from "zod";
import type { NewHandover } from "../contract/index.js";
import type { Doer } from "../core/events.js";
import { type PresentOutcome, presentHandover, reset } from "../core/handover.js";
import { handoverHours, hour } from "../core/numbers.js";
import type { Rules } from "../core/rules.js";
import { assertEngineer } from "../core/system.js";
import { codeHash, mintCode } from "../crypto/index.js";
import { type ErrorCode, MfaError } from "../errors/index.js";
import { check, readBody, text } from "./body.js";
import { type Caller, callerIn } from "./caller.js";
import { commit, commitAs } from "./commit.js";
import { carriedIn, type Exchange } from "./exchange.js";
import { landing, refusal } from "./landing.js";
import type { Parts } from "./parts.js";
import type { Reply } from "./reply.js";

/** Takes an operator's second factors away, and answers with the code that lets them set up new ones; told once. */
export async function resetOperator(
  parts: Parts,
  rules: Rules,
  operator: string,
  { hours = handoverHours.otherwise, by }: { readonly hours?: number | undefined; readonly by?: Doer } = {},
): Promise<NewHandover> {
  const { least, most } = handoverHours;
  if (!Number.isInteger(hours) || hours < least || hours > most)
    throw new MfaError("ERR_MFA_INPUT", {
      detail: `hours must be a whole number from ${least} to ${most}`,
      errors: { hours: "handoverHours" },
    });
  assertEngineer(rules.system, by?.by);
  const { text: code, ...minted } = mintCode(parts.random);
  const given = { code: minted, life: hours * hour };
  const step = await commit(parts, rules, operator, (record, now) => reset(record, rules, given, now, by));
  if (step === undefined) throw new MfaError("ERR_MFA_NOT_FOUND");
  if (step.outcome.is === "turn") throw neverIn();
  return { code, expires: step.outcome.expires };
}

export function neverIn(): MfaError {
  return new MfaError("ERR_MFA_TURN", {
    detail: "whoever has never been in has nothing to be reset: give them an invitation",
  });
}

export const handoverBody = z.object({ code: text(100) });

const codes = {
  wrong: "ERR_MFA_CODE",
  expired: "ERR_MFA_CODE_EXPIRED",
  turn: "ERR_MFA_TURN",
} as const satisfies Partial<Record<PresentOutcome["is"], ErrorCode>>;

/** `POST /handover`: the code that an engineer gave out, in a sign-in that waits for it. It opens one enrolment. */
export async function handOver(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts } = x;
  const { rules, ref } = caller;
  const body = await readBody(x);
  const carried = carriedIn(x, body);
  const hash = codeHash(check(handoverBody, body).code);
  const step = await commitAs(parts, caller, (record, now) => presentHandover(record, rules, ref, hash, now));
  const { outcome } = step;
  const after = callerIn(step.record, rules, ref, parts.clock());
  if (outcome.is === "opened") return landing(x, after, carried);
  if (outcome.is === "wait") return refusal(x, after, carried, "ERR_MFA_WAIT", { retryAfter: outcome.wait });
  return refusal(x, after, carried, codes[outcome.is]);
}
