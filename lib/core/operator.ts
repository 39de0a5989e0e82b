import { note } from "./events.js";
import { findSession, type Ref, type Step } from "./holder.js";
import type { OperatorRecord } from "./record.js";
import type { Rules } from "./rules.js";
import { endAll } from "./session.js";

/** Nobody comes in as this operator, and whoever is in is out. */
export function disable(record: OperatorRecord, now: number): Step<undefined> {
  if (!record.enabled) return { record, outcome: undefined };
  const ended = endAll(record, now).record;
  return { record: note({ ...ended, enabled: false }, "disabled", now), outcome: undefined };
}

/** They may sign in again; nothing of what was ended comes back. */
export function enable(record: OperatorRecord, now: number): Step<undefined> {
  if (record.enabled) return { record, outcome: undefined };
  return { record: note({ ...record, enabled: true }, "enabled", now), outcome: undefined };
}

/** What the operator would like to read; `undefined`: what the browser says. Guards nothing, so a session is enough. */
export function speak(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  language: string | undefined,
  now: number,
): Step<{ readonly is: "spoken" | "gone" }> {
  if (findSession(record, rules, ref, now) === undefined) return { record, outcome: { is: "gone" } };
  const { language: _, ...rest } = record;
  const next = language === undefined ? rest : { ...rest, language };
  return { record: next, outcome: { is: "spoken" } };
}
