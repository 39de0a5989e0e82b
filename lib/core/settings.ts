import type { Policy } from "../contract/index.js";
import { isOpen } from "./one-time-code.js";
import { enrollable } from "./permission.js";
import { type Mode, modes } from "./policy.js";
import type { OperatorRecord } from "./record.js";
import { waysBack } from "./recovery.js";
import { accepted, heldBy, type Rules, secondFactors } from "./rules.js";

/** A policy as people choose it: one of Net2's modes, and what is accepted beside it. */
export function choiceOf({ strategies }: Pick<Policy, "strategies">): {
  readonly mode: Mode;
  readonly also: readonly string[];
} {
  const also = strategies.filter((id) => !inModes(id));
  const [mode] = (Object.keys(modes) as Mode[]).filter(
    (name) =>
      modes[name].length === strategies.length - also.length &&
      modes[name].every((id) => strategies.includes(id)),
  );
  return { mode: mode ?? "off", also };
}

/** What there is to choose from: the modes whose strategies are installed, and the second factors that no mode has. */
export function choicesOf(installed: readonly string[]): {
  readonly modes: readonly Mode[];
  readonly further: readonly string[];
} {
  const offered = (Object.keys(modes) as Mode[]).filter((mode) =>
    modes[mode].every((id) => installed.includes(id)),
  );
  return { modes: offered, further: installed.filter((id) => !inModes(id)) };
}

function inModes(id: string): boolean {
  return modes.either.some((known) => known === id);
}

/** Under these rules the password is right and there is no way on: no factor that counts, and none to set one up with. */
export function lockedOut(record: OperatorRecord, rules: Rules, now: number): boolean {
  const { policy } = rules.system;
  if (!record.enabled || policy.strategies.length === 0) return false;
  if (accepted(record, rules).some(({ id }) => heldBy(record, rules, id) !== undefined)) return false;
  const { handover } = record;
  const open =
    secondFactors(record, rules).length > 0 ||
    waysBack(record, rules).length > 0 ||
    (handover !== undefined && isOpen(handover, now)) ||
    (policy.openEnrolmentUntil ?? 0) > now;
  return !(open && enrollable(record, rules).length > 0);
}
