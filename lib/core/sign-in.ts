import type { Finding, Proof } from "../contract/index.js";
import { charge, giveBack, unspent, waiting } from "./budget.js";
import { remembered, satisfied, standing } from "./decide.js";
import { seeDevice } from "./device.js";
import { note } from "./events.js";
import { findDevice, type Minted, newHolder, proofBy, type Step, tidy, withDevice } from "./holder.js";
import { passwordBudget } from "./numbers.js";
import type { Client, Device, OperatorRecord, Session, SignIn } from "./record.js";
import { isWayBack } from "./recovery.js";
import { heldAs, type Rules } from "./rules.js";

/** The tokens that a transition may hand out: minted outside, where there is randomness. */
export interface FreshTokens {
  readonly token: Minted;
  /** For a browser or an app that is not known yet. */
  readonly device: Minted;
}

/** A first factor that was judged. */
export interface FirstFactor {
  readonly strategy: string;
  readonly credential: string;
  readonly finding: Finding;
  readonly client: Client;
  /** The token of a known device, if the client brought one. */
  readonly device?: Minted;
  readonly fresh: FreshTokens;
  /** It was passed at the host's own login: when, and how. Then nothing was guessed here. */
  readonly elsewhere?: { readonly at: number; readonly amr?: readonly string[] };
}

export type SignInOutcome =
  | { readonly is: "signed-in"; readonly device: boolean; readonly renewed?: string }
  | { readonly is: "pending"; readonly renewed?: string }
  | { readonly is: "wrong" }
  | { readonly is: "wait"; readonly wait: number };

/** Opens a sign-in with a first factor that was found right, and completes it where nothing more is asked. */
export function openSignIn(
  record: OperatorRecord,
  rules: Rules,
  first: FirstFactor,
  now: number,
): Step<SignInOutcome> {
  const { finding, fresh, client, elsewhere } = first;
  const known = findDevice(record, rules, first.device);
  const held = heldAs(record, rules, first.strategy, first.credential);
  if (!record.enabled || !finding.right || held === undefined) return { record, outcome: { is: "wrong" } };
  const wait = known === undefined || elsewhere !== undefined ? 0 : waiting(known.passwords, now);
  if (wait > 0) return { record, outcome: { is: "wait", wait } };

  const passed = consume(record, rules, first, finding, now);
  if (passed === undefined) return { record, outcome: { is: "wrong" } };
  const seen = seeDevice(passed, rules, { token: first.device, fresh: fresh.device, client }, now);
  const { record: consumed, device } = seen;
  const renewed = seen.renewed === undefined ? {} : { renewed: seen.renewed };
  const proofs: Proof[] = [
    { ...proofBy({ strategy: first.strategy, id: held.id }, now, finding.amr), ...elsewhere },
  ];
  const memory = remembered(consumed, rules, device, now);
  if (memory !== undefined) proofs.push(memory);
  const signIn: SignIn = {
    ...newHolder(record, rules, fresh.token, client, now),
    ...(device !== undefined && { device: device.id }),
    proofs,
  };
  if (satisfied(rules, standing(consumed, rules, signIn, now))) {
    const step = complete(consumed, rules, signIn, fresh, undefined, now);
    return { record: step.record, outcome: { ...step.outcome, ...renewed } };
  }
  // One browser, one pending sign-in: starting again does not push out anybody else's.
  const others = consumed.signIns.filter(
    (other) => other.device === undefined || other.device !== device?.id,
  );
  const next = note({ ...consumed, signIns: [...others, signIn] }, "passed", now, {
    strategy: first.strategy,
    client,
  });
  return { record: tidy(next, rules, now), outcome: { is: "pending", ...renewed } };
}

/** A wrong first factor from a known device is counted in that device; all others are counted outside the record. */
export function failOnDevice(
  record: OperatorRecord,
  rules: Rules,
  token: Minted,
  now: number,
): Step<{ readonly wait: number }> {
  const device = findDevice(record, rules, token);
  const wait = device === undefined ? 0 : waiting(device.passwords, now);
  if (device === undefined || wait > 0) return { record, outcome: { wait } };
  const passwords = charge(device.passwords, passwordBudget, now);
  return { record: withDevice(record, device.id, (kept) => ({ ...kept, passwords })), outcome: { wait: 0 } };
}

/** The record with what a right finding consumes taken out; `undefined` when it was consumed before. */
export function consume(
  record: OperatorRecord,
  rules: Rules,
  passed: { readonly strategy: string; readonly credential: string },
  finding: Finding & { readonly right: true },
  now: number,
): OperatorRecord | undefined {
  const strategy = rules.catalogue.get(passed.strategy);
  const credential = record.credentials.find(({ id }) => id === passed.credential);
  if (credential === undefined) return record;
  const own = finding.use === undefined ? credential.own : strategy?.consume?.(credential.own, finding.use);
  if (own === undefined) return undefined;
  const credentials = record.credentials.map((kept) =>
    kept === credential ? { ...kept, own, used: now } : kept,
  );
  return { ...record, credentials };
}

/** Was it right but for what a copy of the credential has moved on? Of two who come at once the second was judged too early to tell. */
export function isCopy(
  record: OperatorRecord,
  rules: Rules,
  passed: { readonly strategy: string; readonly credential: string },
  finding: Finding,
  now: number,
): boolean {
  if (!finding.right) return finding.copied === true;
  if (finding.use === undefined || consume(record, rules, passed, finding, now) !== undefined) return false;
  const credential = record.credentials.find(({ id }) => id === passed.credential);
  const { copied } = rules.catalogue.get(passed.strategy) ?? {};
  return credential !== undefined && copied?.(credential.own, finding.use) === true;
}

/**
 * A sign-in that has proved enough becomes a session, under a new token; its own failures are forgiven. A browser is known
 * from then on; an app when its operator asked to trust it, since a script that keeps no token would be a new one each time.
 * @param asked the proof that it is to be trusted with, where the operator asked for it; the policy decides
 */
export function complete(
  record: OperatorRecord,
  rules: Rules,
  signIn: SignIn,
  fresh: FreshTokens,
  asked: Proof | undefined,
  now: number,
): Step<{ readonly is: "signed-in"; readonly device: boolean }> {
  const known = record.devices.find(({ id }) => id === signIn.device);
  const keeps = signIn.client.kind === "browser" || asked !== undefined;
  const base: Device | undefined =
    known ?? (keeps ? newDevice(record, rules, fresh.device, signIn.client, now) : undefined);
  const { policy, trustEpoch: systemEpoch } = rules.system;
  const trust =
    asked !== undefined && policy.reauthDays > 0 && policy.strategies.includes(asked.strategy)
      ? { proof: asked, epoch: record.trustEpoch, systemEpoch }
      : undefined;
  const device: Device | undefined = base && {
    ...base,
    used: now,
    client: signIn.client,
    passwords: unspent,
    codes: giveBack(base.codes, signIn.failed.device),
    ...(trust !== undefined && { trust }),
  };
  const session: Session = {
    ...newHolder(record, rules, fresh.token, signIn.client, now),
    ...(device !== undefined && { device: device.id }),
    // What led back has done its work.
    proofs: signIn.proofs.filter(({ strategy }) => !isWayBack(rules, strategy)),
    used: now,
    sends: [],
  };
  // Whoever is in has no more use for the code that opened the way.
  const { invitation: _, handover, ...entered } = record;
  const next: OperatorRecord = {
    ...entered,
    ...(handover !== undefined && handover.id !== signIn.opened && { handover }),
    codes: giveBack(record.codes, signIn.failed.strangers),
    signIns: record.signIns.filter(({ id }) => id !== signIn.id),
    sessions: [...record.sessions, session],
    devices: [
      ...record.devices.filter(({ id }) => id !== device?.id),
      ...(device === undefined ? [] : [device]),
    ],
  };
  const { client, proofs } = signIn;
  // The last step of it: a code, what the browser remembers, or the password where that is all.
  const strategy = proofs.at(-1)?.strategy;
  const context = { client, ...(strategy !== undefined && { strategy }) };
  const noted = note(next, "signed-in", now, context);
  const told = trust === undefined ? noted : note(noted, "browser-trusted", now, context);
  return {
    record: tidy(told, rules, now),
    outcome: { is: "signed-in", device: known === undefined && device !== undefined },
  };
}

function newDevice(
  record: OperatorRecord,
  rules: Rules,
  minted: Minted,
  client: Client,
  now: number,
): Device {
  return {
    id: minted.id,
    hash: minted.hash,
    at: now,
    used: now,
    epoch: record.epoch,
    systemEpoch: rules.system.epoch,
    client,
    passwords: unspent,
    codes: unspent,
    sends: [],
  };
}
