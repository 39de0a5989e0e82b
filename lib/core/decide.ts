import type { Need, Proof } from "../contract/index.js";
import { clockSkew, day, second } from "./numbers.js";
import type { Device, Holder, OperatorRecord, Session } from "./record.js";
import { heldAs, opensAlone, type Rules } from "./rules.js";

/** Who may pass. The only place that says yes. */
export type Verdict =
  | { readonly ok: true; readonly proofs: readonly Proof[] }
  | { readonly ok: false; readonly ask: "sign-in" | "step-up" };

export function decide(
  record: OperatorRecord,
  rules: Rules,
  session: Session,
  need: Need,
  now: number,
): Verdict {
  if (!runs(record, rules, session, now)) return { ok: false, ask: "sign-in" };
  const proofs = standing(record, rules, session, now);
  if (!satisfied(rules, proofs)) return { ok: false, ask: "sign-in" };
  if (!meets(rules, proofs, need, now)) return { ok: false, ask: "step-up" };
  return { ok: true, proofs };
}

/**
 * Is somebody in by this session? One that has lost what the policy asks for is over, as one whose time is: it steps up to
 * nothing, and no factor, address or code that is added to it brings it back.
 */
export function alive(record: OperatorRecord, rules: Rules, session: Session, now: number): boolean {
  return runs(record, rules, session, now) && satisfied(rules, standing(record, rules, session, now));
}

/** Is it in its time, and of an operator who may come in? */
function runs(record: OperatorRecord, rules: Rules, session: Session, now: number): boolean {
  return (
    record.enabled &&
    current(record, rules, session) &&
    session.at <= now + clockSkew &&
    now - session.at < rules.session.absolute &&
    now - session.used < rules.session.idle
  );
}

/** Made under the epochs that are in force? */
export function current(record: OperatorRecord, rules: Rules, made: Holder | Device): boolean {
  return made.epoch === record.epoch && made.systemEpoch === rules.system.epoch;
}

/** The proofs of a sign-in or a session that still count. A remembered one counts as long as its browser is trusted. */
export function standing(record: OperatorRecord, rules: Rules, holder: Holder, now: number): Proof[] {
  const device = record.devices.find(({ id }) => id === holder.device);
  return holder.proofs.filter(
    (proof) =>
      proof.via === "challenge"
        ? holds(record, rules, proof, now)
        : remembered(record, rules, device, now)?.credential === proof.credential &&
          now - proof.at < rules.system.policy.reauthDays * day, // its own age: trust may have been renewed since
  );
}

function holds(record: OperatorRecord, rules: Rules, proof: Proof, now: number): boolean {
  const future = proof.at > now + clockSkew; // a proof from the future is no proof
  return !future && heldAs(record, rules, proof.strategy, proof.credential) !== undefined;
}

/** Is what the policy asks of everybody among these proofs? */
export function satisfied(rules: Rules, proofs: readonly Proof[]): boolean {
  const { catalogue, system } = rules;
  const first = proofs.some(
    (proof) => catalogue.get(proof.strategy)?.stage === "first" || isEnoughAlone(rules, proof),
  );
  if (system.policy.strategies.length === 0) return first;
  return (
    first &&
    proofs.some((proof) => isSecond(rules, proof) && system.policy.strategies.includes(proof.strategy))
  );
}

/** One proof of two factors, done just then: what a browser remembers is no second one. */
function isEnoughAlone(rules: Rules, { strategy, via, amr }: Proof): boolean {
  return via === "challenge" && amr?.includes("mfa") === true && opensAlone(rules, strategy);
}

/**
 * Is what this route asks for beyond the policy among them? A fresh proof is a second factor that the policy accepts
 * (where MFA is off: the first factor), by challenge: a trusted browser is never enough.
 */
function meets(rules: Rules, proofs: readonly Proof[], need: Need, now: number): boolean {
  const { maxAge, anyOf } = need;
  if (maxAge === undefined && anyOf === undefined) return true;
  const { strategies } = rules.system.policy;
  return proofs.some(
    (proof) =>
      (maxAge === undefined || (proof.via === "challenge" && now - proof.at <= maxAge * second)) &&
      (anyOf !== undefined
        ? anyOf.includes(proof.strategy)
        : strategies.length === 0 || (isSecond(rules, proof) && strategies.includes(proof.strategy))),
  );
}

function isSecond(rules: Rules, proof: Proof): boolean {
  return rules.catalogue.get(proof.strategy)?.stage === "second";
}

/** Does this browser remember a second factor that the policy still accepts? */
export function remembered(
  record: OperatorRecord,
  rules: Rules,
  device: Device | undefined,
  now: number,
): Proof | undefined {
  const trust = device?.trust;
  if (device === undefined || trust === undefined || !current(record, rules, device)) return undefined;
  if (trust.epoch !== record.trustEpoch || trust.systemEpoch !== rules.system.trustEpoch) return undefined;
  const { policy } = rules.system;
  const covered =
    policy.strategies.includes(trust.proof.strategy) && now - trust.proof.at < policy.reauthDays * day;
  return covered && holds(record, rules, trust.proof, now) ? { ...trust.proof, via: "browser" } : undefined;
}
