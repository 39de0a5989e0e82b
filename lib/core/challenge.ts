import type { Json, Shown } from "../contract/index.js";
import { note } from "./events.js";
import { findHolder, type Ref, type Step, tidy, withHolder } from "./holder.js";
import { gate, paySend, returnSend, sendWait } from "./payer.js";
import type { Challenge, Holder, OperatorRecord } from "./record.js";
import { heldAs, type Rules } from "./rules.js";

export interface StartChallenge {
  readonly id: string;
  readonly strategy: string;
  readonly credential: string;
  readonly data: Json;
  readonly show?: Shown;
  /** Milliseconds. */
  readonly expiresIn: number;
  readonly sentTo?: string;
  /** Something will be sent, which costs one send. */
  readonly sends: boolean;
}

export type StartOutcome =
  | { readonly is: "started" }
  | { readonly is: "wait"; readonly wait: number }
  | { readonly is: "closed" }
  | { readonly is: "gone" }
  | { readonly is: "turn" };

/** Puts a challenge into the sign-in, in place of any other, and pays for the send before it happens. */
export function startChallenge(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  start: StartChallenge,
  now: number,
): Step<StartOutcome> {
  const holder = findHolder(record, rules, ref, now);
  if (holder === undefined) return { record, outcome: { is: "gone" } };
  if (heldAs(record, rules, start.strategy, start.credential) === undefined)
    return { record, outcome: { is: "turn" } };
  const passage = gate(record, holder, now, rules.catalogue.get(start.strategy)?.stage);
  if (!passage.open) {
    return { record, outcome: "closed" in passage ? { is: "closed" } : { is: "wait", wait: passage.wait } };
  }
  const wait = start.sends ? sendWait(record, ref, holder, now) : 0;
  if (wait > 0) return { record, outcome: { is: "wait", wait } };
  const challenge: Challenge = {
    id: start.id,
    strategy: start.strategy,
    credential: start.credential,
    at: now,
    expires: now + start.expiresIn,
    data: start.data,
    ...(start.show !== undefined && { show: start.show }),
    ...(start.sentTo !== undefined && { sentTo: start.sentTo }),
    ...(start.sends && { paid: now }),
  };
  const paid = start.sends ? paySend(record, ref, holder, now) : record;
  const started = withHolder<Holder>(paid, ref, (kept) => ({ ...kept, challenge }));
  const told = start.sends
    ? note(started, "code-sent", now, { strategy: start.strategy, client: holder.client })
    : started;
  return { record: tidy(told, rules, now), outcome: { is: "started" } };
}

/** A challenge that surely reached nobody is taken back, and what it cost with it. */
export function withdrawChallenge(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  challengeId: string,
  now: number,
): Step<undefined> {
  const holder = findHolder(record, rules, ref, now);
  if (holder?.challenge?.id !== challengeId) return { record, outcome: undefined };
  const { paid } = holder.challenge;
  const refunded = paid === undefined ? record : returnSend(record, ref, holder, paid);
  return { record: withHolder<Holder>(refunded, ref, withoutChallenge), outcome: undefined };
}

export function withoutChallenge<H extends Holder>(holder: H): H {
  const { challenge: _, ...rest } = holder;
  return rest as H;
}
