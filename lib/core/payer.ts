import type { Strategy } from "../contract/index.js";
import { charge, remember, spent, unspent, waiting } from "./budget.js";
import { findHolder, type Ref, type Step, withDevice, withHolder } from "./holder.js";
import { codeBudget, recoveryBudget, second, sends } from "./numbers.js";
import type { Holder, OperatorRecord, Session } from "./record.js";
import type { Rules } from "./rules.js";

/**
 * Who pays for a wrong code: the known device it came from, as long as that has something left, else all strangers
 * together. So nobody far away can use up what the owner's own browser has (OWASP device cookies). A code that leads back
 * is no guess at a second factor: it has a budget of its own, and is taken where strangers are shut out.
 */
export type Payer = "device" | "strangers" | "recoveries";

export type Gate =
  | { readonly open: true; readonly payer: Payer }
  | { readonly open: false; readonly wait: number }
  | { readonly open: false; readonly closed: true };

/** May this client have a code judged now? Asked before the judge, to save work, and again at the commit, to be exact. */
export function gate(
  record: OperatorRecord,
  holder: Holder,
  now: number,
  stage: Strategy["stage"] | undefined,
): Gate {
  if (stage === "recovery") {
    const wait = waiting(record.recoveries ?? unspent, now);
    return wait > 0 ? { open: false, wait } : { open: true, payer: "recoveries" };
  }
  const device = record.devices.find(({ id }) => id === holder.device);
  if (device !== undefined && spent(device.codes, codeBudget, now) < codeBudget.free)
    return { open: true, payer: "device" };
  if (suspect(record)) return { open: false, closed: true };
  const wait = waiting(record.codes, now);
  return wait > 0 ? { open: false, wait } : { open: true, payer: "strangers" };
}

/** So many wrong codes that a stranger must hold the password: no more of them until it is changed. */
export function suspect(record: OperatorRecord): boolean {
  return record.suspectSince !== undefined;
}

export function chargeFor(
  record: OperatorRecord,
  ref: Ref,
  holder: Holder,
  payer: Payer,
  now: number,
): OperatorRecord {
  if (payer === "recoveries") return chargeRecovery(record, now);
  const own = withHolder<Holder>(record, ref, (kept) => ({
    ...kept,
    failed: { ...kept.failed, [payer]: remember(kept.failed[payer], now) },
  }));
  if (payer === "device") {
    return withDevice(own, holder.device, (device) => ({
      ...device,
      codes: charge(device.codes, codeBudget, now),
    }));
  }
  return chargeStrangers(own, now);
}

/** One more wrong code of somebody who is no known device; at so many the password is taken as known to them. */
export function chargeStrangers(record: OperatorRecord, now: number): OperatorRecord {
  const codes = charge(record.codes, codeBudget, now);
  const closes = record.suspectSince === undefined && spent(codes, codeBudget, now) >= codeBudget.closesAt;
  return { ...record, codes, ...(closes && { suspectSince: now }) };
}

/** One more wrong code of those that lead back. */
export function chargeRecovery(record: OperatorRecord, now: number): OperatorRecord {
  return { ...record, recoveries: charge(record.recoveries ?? unspent, recoveryBudget, now) };
}

/** Seconds until this client may have another code sent; 0: now. Sessions and known devices have their own count. */
export function sendWait(record: OperatorRecord, ref: Ref, holder: Holder, now: number): number {
  const sent = sentBy(record, ref, holder).filter((at) => at > now - sends.window);
  const last = sent.at(-1);
  const apart = last === undefined ? 0 : last + sends.apart - now;
  const first = sent.at(-sends.perWindow);
  const full = first === undefined ? 0 : first + sends.window - now;
  return Math.max(0, Math.ceil(Math.max(apart, full) / second));
}

/** A mail that is no challenge costs a send as well. */
export function payForSend(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  now: number,
): Step<
  | { readonly is: "paid"; readonly at: number }
  | { readonly is: "wait"; readonly wait: number }
  | { readonly is: "gone" }
> {
  const holder = findHolder(record, rules, ref, now);
  if (holder === undefined) return { record, outcome: { is: "gone" } };
  const wait = sendWait(record, ref, holder, now);
  if (wait > 0) return { record, outcome: { is: "wait", wait } };
  return { record: paySend(record, ref, holder, now), outcome: { is: "paid", at: now } };
}

/** It surely reached nobody. */
export function giveSendBack(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  paid: number,
  now: number,
): Step<undefined> {
  const holder = findHolder(record, rules, ref, now);
  if (holder === undefined) return { record, outcome: undefined };
  return { record: returnSend(record, ref, holder, paid), outcome: undefined };
}

function sentBy(record: OperatorRecord, ref: Ref, holder: Holder): readonly number[] {
  if (ref.kind === "session") return (holder as Session).sends;
  return record.devices.find(({ id }) => id === holder.device)?.sends ?? record.sends;
}

export function paySend(record: OperatorRecord, ref: Ref, holder: Holder, now: number): OperatorRecord {
  return withSends(record, ref, holder, (sent) => [...sent.filter((at) => at > now - sends.window), now]);
}

/** A send that reached nobody, or was redeemed, is given back. */
export function returnSend(record: OperatorRecord, ref: Ref, holder: Holder, paid: number): OperatorRecord {
  return withSends(record, ref, holder, (sent) => {
    const index = sent.lastIndexOf(paid);
    return index < 0 ? sent : sent.toSpliced(index, 1);
  });
}

function withSends(
  record: OperatorRecord,
  ref: Ref,
  holder: Holder,
  change: (sent: readonly number[]) => readonly number[],
): OperatorRecord {
  if (ref.kind === "session") {
    return withHolder<Session>(record, ref, (session) => ({ ...session, sends: change(session.sends) }));
  }
  if (record.devices.some(({ id }) => id === holder.device)) {
    return withDevice(record, holder.device, (device) => ({ ...device, sends: change(device.sends) }));
  }
  return { ...record, sends: change(record.sends) };
}
