import type { Proof } from "../contract/index.js";
import { alive, current } from "./decide.js";
import { caps, clockSkew, signInLife } from "./numbers.js";
import type { Client, Credential, Device, Holder, OperatorRecord, Session, SignIn } from "./record.js";
import type { Rules } from "./rules.js";

/** A new token: its id, and the hash of its secret. The secret itself never comes here. */
export interface Minted {
  readonly id: string;
  readonly hash: string;
}

/** Whom a request's token names. The hash is compared again at each commit: a replaced secret is dead. */
export interface Ref extends Minted {
  readonly kind: "sign-in" | "session";
  /** The client as it is now, where a request asks: what it does is noted as done from there. */
  readonly client?: Client;
}

/** A transition: the next record, and what to tell once it is committed. */
export interface Step<Outcome> {
  readonly record: OperatorRecord;
  readonly outcome: Outcome;
}

export function findSignIn(
  record: OperatorRecord,
  rules: Rules,
  token: Minted & Pick<Ref, "client">,
  now: number,
): SignIn | undefined {
  const found = record.signIns.find(({ id, hash }) => id === token.id && hash === token.hash);
  return found !== undefined && open(record, rules, found, now) ? fromHere(found, token) : undefined;
}

export function findSession(
  record: OperatorRecord,
  rules: Rules,
  token: Minted & Pick<Ref, "client">,
  now: number,
): Session | undefined {
  const found = record.sessions.find(({ id, hash }) => id === token.id && hash === token.hash);
  return found !== undefined && alive(record, rules, found, now) ? fromHere(found, token) : undefined;
}

function fromHere<H extends Holder>(holder: H, { client }: Pick<Ref, "client">): H {
  if (client?.kind !== holder.client.kind) return holder;
  const { name, version } = holder.client;
  const said = { ...(name !== undefined && { name }), ...(version !== undefined && { version }) };
  return { ...holder, client: { ...client, ...said } };
}

export function findHolder(record: OperatorRecord, rules: Rules, ref: Ref, now: number): Holder | undefined {
  return ref.kind === "session" ? findSession(record, rules, ref, now) : findSignIn(record, rules, ref, now);
}

export function findDevice(
  record: OperatorRecord,
  rules: Rules,
  token: Minted | undefined,
): Device | undefined {
  const found = record.devices.find(
    ({ id, hash, previous }) => id === token?.id && (hash === token.hash || previous === token.hash),
  );
  return found !== undefined && current(record, rules, found) ? found : undefined;
}

function open(record: OperatorRecord, rules: Rules, signIn: SignIn, now: number): boolean {
  const inTime = signIn.at <= now + clockSkew && now - signIn.at < signInLife;
  return record.enabled && current(record, rules, signIn) && inTime;
}

/** The record with one sign-in or session changed. */
export function withHolder<H extends Holder>(
  record: OperatorRecord,
  ref: Ref,
  change: (holder: H) => H,
): OperatorRecord {
  const apply = <T extends Holder>(list: readonly T[]) =>
    // The two lists hold their own kinds; a change keeps the kind it was given.
    list.map((holder) => (holder.id === ref.id ? (change(holder as unknown as H) as unknown as T) : holder));
  return ref.kind === "session"
    ? { ...record, sessions: apply(record.sessions) }
    : { ...record, signIns: apply(record.signIns) };
}

export function withDevice(
  record: OperatorRecord,
  id: string | undefined,
  change: (device: Device) => Device,
): OperatorRecord {
  return { ...record, devices: record.devices.map((device) => (device.id === id ? change(device) : device)) };
}

export function newHolder(
  record: OperatorRecord,
  rules: Rules,
  minted: Minted,
  client: Client,
  now: number,
): Holder {
  return {
    id: minted.id,
    hash: minted.hash,
    at: now,
    epoch: record.epoch,
    systemEpoch: rules.system.epoch,
    client,
    proofs: [],
    failed: { device: {}, strangers: {} },
  };
}

/**
 * What is over is taken out whenever the record is written, so that no clock brings it back; and what is over the caps,
 * the oldest first. A stranger's sign-in never pushes out one of the owner's known devices.
 */
export function tidy(record: OperatorRecord, rules: Rules, now: number): OperatorRecord {
  const signIns = record.signIns
    .filter((signIn) => open(record, rules, signIn, now))
    .sort((a, b) => Number(a.device !== undefined) - Number(b.device !== undefined) || a.at - b.at);
  const sessions = record.sessions
    .filter((session) => alive(record, rules, session, now))
    .sort((a, b) => a.used - b.used);
  const devices = record.devices
    .filter((device) => current(record, rules, device))
    .sort((a, b) => a.used - b.used);
  return {
    ...record,
    signIns: signIns.slice(-caps.signIns),
    sessions: sessions.slice(-caps.sessions),
    devices: devices.slice(-caps.devices),
  };
}

/** The newest of each strategy; but one of two factors is not taken back by one that shows a single factor. */
export function withProof<H extends Holder>(holder: H, proof: Proof): H {
  const isMore = (older: Proof) => older.amr?.includes("mfa") === true && proof.amr?.includes("mfa") !== true;
  const kept = holder.proofs.filter((older) => older.strategy !== proof.strategy || isMore(older));
  return { ...holder, proofs: [...kept, proof] };
}

/** The proof of a factor that was shown just now. */
export function proofBy({ strategy, id }: Credential, now: number): Proof {
  return { strategy, credential: id, at: now, via: "challenge" };
}
