import { unspent } from "./budget.js";
import { replaceCredential } from "./credentials.js";
import { satisfied, standing } from "./decide.js";
import { note } from "./events.js";
import { findDevice, type Minted, newHolder, proofBy, type Step, tidy } from "./holder.js";
import { isOpen, overForGood } from "./one-time-code.js";
import type { Client, Credential, OneTimeCode, OperatorRecord, SignIn } from "./record.js";
import type { Rules } from "./rules.js";
import { complete, type FreshTokens } from "./sign-in.js";

/** A code of an invitation, with the first factor that its holder chose. */
export interface Join {
  readonly hash: string;
  readonly credential: Credential;
  readonly client: Client;
  readonly device?: Minted;
  readonly fresh: FreshTokens;
}

export type JoinOutcome =
  | { readonly is: "signed-in"; readonly device: boolean }
  | { readonly is: "pending" }
  | { readonly is: "wrong" };

/**
 * The code is good until they are in: whoever leaves half-way comes back with it. Of two who hold it the later one counts,
 * since the first factor of the other is gone; with the first complete sign-in the code is gone as well.
 */
export function join(record: OperatorRecord, rules: Rules, given: Join, now: number): Step<JoinOutcome> {
  const { invitation } = record;
  if (!record.enabled || invitation?.hash !== given.hash) return { record, outcome: { is: "wrong" } };
  if (!isOpen(invitation, now)) {
    const over = overForGood(invitation, now);
    return {
      record: over === invitation ? record : { ...record, invitation: over },
      outcome: { is: "wrong" },
    };
  }
  const { credential, client, fresh } = given;
  const { suspectSince: _, ...replaced } = replaceCredential(record, credential);
  const joined = note({ ...replaced, codes: unspent, signIns: [] }, "joined", now, { client });
  const device = findDevice(joined, rules, given.device);
  const proof = proofBy(credential, now);
  const signIn: SignIn = {
    ...newHolder(joined, rules, fresh.token, client, now),
    ...(device !== undefined && { device: device.id }),
    opened: invitation.id,
    proofs: [proof],
  };
  if (satisfied(rules, standing(joined, rules, signIn, now)))
    return complete(joined, rules, signIn, fresh, undefined, now);
  return { record: tidy({ ...joined, signIns: [signIn] }, rules, now), outcome: { is: "pending" } };
}

/** The same with a code that was judged elsewhere: the first engineer's, at the set-up. */
export function enterByCode(
  record: OperatorRecord,
  rules: Rules,
  invitation: OneTimeCode,
  given: Omit<Join, "hash">,
  now: number,
): Step<JoinOutcome> {
  return join({ ...record, invitation }, rules, { ...given, hash: invitation.hash }, now);
}
