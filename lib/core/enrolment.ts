import type { EnrolmentFinding, Json } from "../contract/index.js";
import { isFull, replaceCredential, replacedBy, withCredential } from "./credentials.js";
import { satisfied, standing } from "./decide.js";
import { note } from "./events.js";
import { findHolder, proofBy, type Ref, type Step, tidy, withHolder, withProof } from "./holder.js";
import { signInLife } from "./numbers.js";
import { keepOwnTrust } from "./own-trust.js";
import { mayEnrol, obtainable } from "./permission.js";
import type { Credential, Holder, OperatorRecord, SignIn } from "./record.js";
import { isWayBack, recovered } from "./recovery.js";
import { heldBy, type Rules } from "./rules.js";
import { complete, type FreshTokens } from "./sign-in.js";

export type BeginOutcome =
  | { readonly is: "begun" }
  | { readonly is: "confirm"; readonly confirm: string | null }
  | { readonly is: "turn" }
  | { readonly is: "gone" };

/** Keeps what was begun with the client; nothing of the operator's changes until the new credential was proved. */
export function beginEnrolment(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  begun: { readonly id: string; readonly strategy: string; readonly data: Json },
  now: number,
): Step<BeginOutcome> {
  const holder = findHolder(record, rules, ref, now);
  if (holder === undefined) return { record, outcome: { is: "gone" } };
  if (!obtainable(record, rules).includes(begun.strategy)) return { record, outcome: { is: "turn" } };
  if (isFull(record, rules, begun.strategy) && !recovered(record, rules, holder, now))
    return { record, outcome: { is: "turn" } };
  const permission = mayEnrol(record, rules, holder, begun.strategy, now);
  if (!permission.ok) return { record, outcome: { is: "confirm", confirm: permission.confirm } };
  const next = withHolder<Holder>(record, ref, (kept) => ({ ...kept, begun: { ...begun, at: now } }));
  return { record: tidy(next, rules, now), outcome: { is: "begun" } };
}

/** The enrolment under way, while it is good. */
export function begunBy(holder: Holder, now: number): Holder["begun"] {
  return holder.begun !== undefined && now - holder.begun.at < signInLife ? holder.begun : undefined;
}

export interface FinishEnrolment {
  /** The enrolment whose data the judge saw. */
  readonly id: string;
  readonly strategy: string;
  /** For the new credential. */
  readonly credential: string;
  readonly finding: EnrolmentFinding<Json>;
  readonly trust: boolean;
  readonly fresh: FreshTokens;
}

export type FinishOutcome =
  | { readonly is: "enrolled" }
  | { readonly is: "signed-in"; readonly device: boolean }
  | { readonly is: "wrong" }
  | { readonly is: "gone" }
  | { readonly is: "turn" };

/** A credential whose first code was right takes the place of any older one; a sign-in that waited for it goes on. */
export function finishEnrolment(
  record: OperatorRecord,
  rules: Rules,
  ref: Ref,
  finish: FinishEnrolment,
  now: number,
): Step<FinishOutcome> {
  const holder = findHolder(record, rules, ref, now);
  if (holder === undefined) return { record, outcome: { is: "gone" } };
  const begun = begunBy(holder, now);
  if (begun?.id !== finish.id) return { record, outcome: { is: "turn" } };
  // A mailbox replaces no app that came meanwhile, and a code that was replaced lets nobody in.
  if (!mayEnrol(record, rules, holder, finish.strategy, now, begun.at).ok)
    return { record, outcome: { is: "turn" } };
  if (!finish.finding.right) {
    const { begun: data } = finish.finding;
    if (data === undefined) return { record, outcome: { is: "wrong" } };
    const again = withHolder<Holder>(record, ref, (kept) =>
      kept.begun === undefined ? kept : { ...kept, begun: { ...kept.begun, data } },
    );
    return { record: again, outcome: { is: "wrong" } };
  }
  const { strategy, credential: id } = finish;
  const { own, name, amr } = finish.finding;
  const credential: Credential = { id, strategy, at: now, own, ...(name !== undefined && { name }) };
  const gone = replacedBy(record, rules, holder, credential, now);
  const { several } = rules.catalogue.get(strategy) ?? {};
  const kept = record.credentials.filter((one) => one.strategy === strategy && !gone.includes(one.id));
  if (several !== undefined && kept.length >= several.most) return { record, outcome: { is: "turn" } };
  const type =
    gone.length > 0 || (several === undefined && heldBy(record, rules, strategy)) ? "replaced" : "enrolled";
  const details = name === undefined ? {} : { details: [{ name: "credential" as const, after: name }] };
  const about = { strategy, client: holder.client, ...details };
  if (isWayBack(rules, strategy)) {
    // It proves nothing, and what browsers are trusted to remember is as it was.
    const next = withHolder<Holder>(withCredential(record, credential, gone), ref, withoutBegun);
    return { record: tidy(note(next, type, now, about), rules, now), outcome: { is: "enrolled" } };
  }
  const proof = proofBy(credential, now, amr);
  const proved = withProof(withoutBegun(holder), proof);
  const replaced = replaceCredential(record, credential, gone);
  const known = { ...note(replaced, type, now, about), preferred: strategy };
  if (ref.kind === "sign-in") {
    const signIn: SignIn = proved;
    if (satisfied(rules, standing(known, rules, signIn, now))) {
      return complete(known, rules, signIn, finish.fresh, finish.trust ? proof : undefined, now);
    }
  }
  const next = withHolder<Holder>(known, ref, (kept) => withProof(withoutBegun(kept), proof));
  const trusted = keepOwnTrust(record, next, rules, proved, now);
  return { record: tidy(trusted, rules, now), outcome: { is: "enrolled" } };
}

function withoutBegun<H extends Holder>(holder: H): H {
  const { begun: _, ...rest } = holder;
  return rest as H;
}
