import { note } from "./events.js";
import type { Step } from "./holder.js";
import type { OperatorRecord } from "./record.js";
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
