import type { IncomingMessage } from "node:http";
import { findSignIn, type Minted, type Ref } from "../core/holder.js";
import type { Session } from "../core/record.js";
import { end, touch, touchIsDue } from "../core/session.js";
import { type Caller, presentedBy } from "./caller.js";
import { commit } from "./commit.js";
import type { Parts } from "./parts.js";
import type { Token } from "./token.js";

/** Writes that a request starts and does not wait for: their failure costs the session some of its time, nothing else. */

/** Notes that the session is in use, at most once a minute. */
export function keepAlive(parts: Parts, { ref, holder, record: { id } }: Caller): void {
  if (!touchIsDue(holder as Session, parts.clock())) return;
  touchNow(parts, id, ref).catch(parts.fault);
}

/** By the policy of now: one of a moment ago would take out, as over, a session that is good by the new one. */
async function touchNow(parts: Parts, operator: string, ref: Ref): Promise<void> {
  const rules = await parts.rules({ fresh: true });
  await commit(parts, rules, operator, (record, now) => touch(record, rules, ref, now));
}

/**
 * What was found to be over is ended in the record too, a sign-in as well as a session: no clock that steps back, and no policy
 * that loosens, revives it.
 */
export function endWhatIsOver(parts: Parts, req: IncomingMessage): void {
  const token = presentedBy(parts, req)?.token;
  if (token !== undefined) endHolder(parts, token).catch(parts.fault);
}

async function endHolder(parts: Parts, { operator, id, hash }: Token): Promise<void> {
  const [record, rules] = await Promise.all([parts.operators.read(operator), parts.rules()]);
  if (record === undefined) return;
  const isKept = (list: readonly Minted[]) => list.some((kept) => kept.id === id && kept.hash === hash);
  const isOver = (now: number) => findSignIn(record, rules, { id, hash }, now) === undefined;
  const kind = isKept(record.sessions) ? "session" : "sign-in";
  // A sign-in that has yet to prove something is at its beginning, not over.
  if (kind === "sign-in" && !(isKept(record.signIns) && isOver(parts.clock()))) return;
  await commit(parts, rules, operator, (current, now) => end(current, rules, { kind, id, hash }, now));
}
