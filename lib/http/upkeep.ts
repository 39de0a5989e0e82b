import type { IncomingMessage } from "node:http";
import type { Session } from "../core/record.js";
import { end, touch, touchIsDue } from "../core/session.js";
import { type Caller, presentedBy } from "./caller.js";
import { commit } from "./commit.js";
import type { Parts } from "./parts.js";

/** Writes that a request starts and does not wait for: their failure costs the session some of its time, nothing else. */

/** Notes that the session is in use, at most once a minute. */
export function keepAlive(parts: Parts, { ref, holder, rules, operator }: Caller): void {
  if (!touchIsDue(holder as Session, parts.clock())) return;
  commit(parts, rules, operator.id, (record, now) => touch(record, rules, ref, now)).catch(parts.fault);
}

/** What was found to be over is ended in the record too: no clock that steps back, and no policy that loosens, revives it. */
export function endWhatIsOver(parts: Parts, req: IncomingMessage): void {
  const token = presentedBy(parts, req)?.token;
  const rules = parts.peekRules();
  if (token === undefined || rules === undefined) return;
  const record = parts.operators.peek(token.operator);
  const kept = record?.sessions.some(({ id, hash }) => id === token.id && hash === token.hash);
  if (kept !== true) return;
  const ref = { kind: "session", id: token.id, hash: token.hash } as const;
  commit(parts, rules, token.operator, (current, now) => end(current, rules, ref, now)).catch(parts.fault);
}
