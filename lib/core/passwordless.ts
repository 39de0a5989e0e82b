import { noteCopied } from "./events.js";
import { type Step, tidy } from "./holder.js";
import { clockSkew, ticketLife } from "./numbers.js";
import type { OperatorRecord } from "./record.js";
import { heldAs, opensAlone, type Rules } from "./rules.js";
import { type FirstFactor, isCopy, openSignIn, type SignInOutcome } from "./sign-in.js";

/** Given to whoever looks at the sign-in page, and kept nowhere until it is used. */
export interface Ticket {
  readonly id: string;
  readonly expires: number;
}

/** Nobody signs in so often in ten minutes; past it none is taken, rather than one forgotten that could be used again. */
const most = 50;

export type PasswordlessOutcome =
  | SignInOutcome
  | { readonly is: "used" }
  /** Somebody seems to have a copy: to be counted as wrong first, and then to be written down. */
  | { readonly is: "copied" }
  | { readonly is: "expired" }
  | { readonly is: "turn" };

/**
 * Signs in by one proof of two factors. The ticket is spent in the same swap, so the same answer never counts twice. Whatever does
 * not come all the way in leaves nothing behind: a half of a sign-in would be one without a password.
 */
export function signInAlone(
  record: OperatorRecord,
  rules: Rules,
  given: FirstFactor & { readonly ticket: Ticket; readonly counted?: boolean },
  now: number,
): Step<PasswordlessOutcome> {
  const { ticket, strategy, credential, finding, client } = given;
  const stay = (outcome: PasswordlessOutcome): Step<PasswordlessOutcome> => ({ record, outcome });
  // After a reset there is one way, by the password and the code that was handed over.
  if (!opensAlone(rules, strategy) || record.handover !== undefined) return stay({ is: "turn" });
  if (!record.enabled || heldAs(record, rules, strategy, credential) === undefined)
    return stay({ is: "wrong" });
  const { spent = [], spentUntil = 0 } = record;
  const open = spent.filter(({ expires }) => expires > now);
  const until = Math.max(
    spentUntil,
    ...spent.filter((one) => !open.includes(one)).map(({ expires }) => expires),
  );
  // Of a clock that has stepped back since, a ticket may be from the future, or be one that was spent and forgotten.
  const isOver = ticket.expires <= Math.max(now, until) || ticket.expires > now + ticketLife + clockSkew;
  if (isOver) return stay({ is: "expired" });
  if (open.length >= most || open.some(({ id }) => id === ticket.id)) return stay({ is: "used" });
  const copied = isCopy(record, rules, given, finding, now);
  if (copied && given.counted !== true) return stay({ is: "copied" });
  const noted: OperatorRecord = {
    ...record,
    spent: [...open, { id: ticket.id, expires: ticket.expires }],
    ...(until > 0 && { spentUntil: until }),
  };
  // Without the key of it nobody gets here: the record is written for its owner, not for a stranger.
  if (copied)
    return { record: tidy(noteCopied(noted, given, client, now), rules, now), outcome: { is: "wrong" } };
  const step = openSignIn(noted, rules, given, now);
  if (step.outcome.is === "signed-in") return step;
  return stay(step.outcome.is === "wait" ? step.outcome : { is: "wrong" });
}
