import { current } from "./decide.js";
import { type Doer, note } from "./events.js";
import { findDevice, type Minted, type Step, withDevice } from "./holder.js";
import { minute } from "./numbers.js";
import type { Client, Device, OperatorRecord } from "./record.js";
import type { Rules } from "./rules.js";

/** Two windows of one browser that sign in at once bring the same token: for so long the one before is taken as it is. */
const together = minute;

export interface Seen {
  readonly record: OperatorRecord;
  /** It is known. */
  readonly device?: Device;
  /** Its token is a new one, under this id. */
  readonly renewed?: string;
}

/**
 * A browser that brings the token of a known device, after the right password. The token is renewed each time; the one
 * before it is good until the new one comes back, since an answer may be lost on its way. One that is older still is a copy
 * that somebody made: the device is known no more, whoever of the two is its owner.
 */
export function seeDevice(
  record: OperatorRecord,
  rules: Rules,
  {
    token,
    fresh,
    client,
  }: { readonly token?: Minted | undefined; readonly fresh: Minted; readonly client: Client },
  now: number,
): Seen {
  const device = findDevice(record, rules, token);
  if (token === undefined) return { record };
  if (device === undefined) {
    const copied = record.devices.find((kept) => kept.id === token.id && current(record, rules, kept));
    if (copied === undefined) return { record };
    return { record: note(withoutDevice(record, copied.id), "token-old", now, { client }) };
  }
  const isPrevious = device.hash !== token.hash;
  if (isPrevious && now - (device.renewed ?? 0) < together) return { record, device };
  const renewed = { ...device, hash: fresh.hash, previous: token.hash, renewed: now };
  return { record: withDevice(record, device.id, () => renewed), device: renewed, renewed: device.id };
}

/** Ends the trust in one browser and the sessions that came from it; it is a stranger from then on. */
export function forgetDevice(
  record: OperatorRecord,
  id: string,
  now: number,
  by?: Doer,
): Step<{ readonly is: "ended" | "unknown" }> {
  if (!record.devices.some((device) => device.id === id)) return { record, outcome: { is: "unknown" } };
  return {
    record: note(withoutDevice(record, id), "browser-forgotten", now, by),
    outcome: { is: "ended" },
  };
}

function withoutDevice(record: OperatorRecord, id: string): OperatorRecord {
  return {
    ...record,
    devices: record.devices.filter((device) => device.id !== id),
    sessions: record.sessions.filter(({ device }) => device !== id),
    signIns: record.signIns.filter(({ device }) => device !== id),
  };
}
