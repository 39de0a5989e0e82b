import { z } from "zod";
import type { Notice } from "../contract/index.js";
import { beginEmail, confirmEmail, mayChangeEmail } from "../core/email.js";
import type { OperatorRecord } from "../core/record.js";
import { readProfile } from "../directory/index.js";
import { type ErrorCode, isDeliveryError, MfaError } from "../errors/index.js";
import { arrived } from "./arrival.js";
import { check, readBody, text } from "./body.js";
import { type Caller, callerIn } from "./caller.js";
import { cardView } from "./card-view.js";
import { commitAs } from "./commit.js";
import { newAddressLetter } from "./email-letter.js";
import { carriedIn, type Exchange } from "./exchange.js";
import { landing } from "./landing.js";
import { writeElsewhere } from "./manage.js";
import { post } from "./post.js";
import type { Reply } from "./reply.js";
import { mint } from "./token.js";

const digits = 6;
const purpose = "new-email";
export const emailBody = z.object({ email: text(256) });

/**
 * `POST /card/email`: a code to the new address, after a fresh proof. Nothing changes before it has come back. `POST /email`:
 * the same in a sign-in, where a recovery code was right and a mailbox is the second factor.
 */
export async function beginEmailChange(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts } = x;
  const { rules, ref, operator } = caller;
  const { email: typed } = check(emailBody, await readBody(x));
  if (parts.elsewhere !== undefined && parts.elsewhere.update === undefined)
    throw new MfaError("ERR_MFA_DIRECTORY");
  if (!mayChangeEmail(caller.record, rules, caller.holder, parts.clock())) throw refused(caller);
  const read = readEmail(operator.username, typed.trim());
  if ("wrong" in read) {
    const errors = { email: typed.trim() === "" ? "missing" : read.wrong };
    return again(x, caller, caller.record, "ERR_MFA_INPUT", { errors, typed: { email: typed } });
  }
  const { email } = read;
  const code = parts.random.digits(digits);
  const mac = parts.keyring.mac(purpose, bound(operator.id, email, code));
  const step = await commitAs(parts, caller, (record, now) =>
    beginEmail(record, rules, ref, { email, mac }, now),
  );
  const { record, outcome } = step;
  if (outcome.is === "confirm") throw refused(caller);
  if (outcome.is === "wait") return again(x, caller, record, "ERR_MFA_WAIT", { retryAfter: outcome.wait });
  const language = parts.languages.choose(x.languages);
  try {
    await post(parts, newAddressLetter(x, language, operator, email, code), language.tag);
  } catch (error) {
    if (!isDeliveryError(error)) throw error;
    parts.fault(error);
    return again(x, caller, record, "ERR_MFA_MAIL");
  }
  return landed(x, caller, record, "/card#email");
}

function refused({ ref }: Caller): MfaError {
  return new MfaError(ref.kind === "session" ? "ERR_MFA_STEP_UP" : "ERR_MFA_TURN");
}

export const emailVerifyBody = z.object({ code: text(64) });

/** `POST /card/email/verify`, `POST /email/verify`: the code from the new address. The old one is told. */
export async function finishEmailChange(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts } = x;
  const { rules, ref, operator } = caller;
  const { code: typed } = check(emailVerifyBody, await readBody(x));
  const pending = caller.holder.newEmail;
  if (pending === undefined) return again(x, caller, caller.record, "ERR_MFA_TURN");
  const code = typed.replace(/[\s-]/g, "");
  const right = parts.keyring.macFits(purpose, bound(operator.id, pending.email, code), pending.mac);
  const fresh = { token: mint(parts.random), device: mint(parts.random) };
  if (right && pending.expires > parts.clock())
    await writeElsewhere(parts, operator.id, { name: caller.record.name, email: pending.email });
  const step = await commitAs(parts, caller, (record, now) =>
    confirmEmail(record, rules, ref, { mac: pending.mac, right, fresh }, now),
  );
  const { record, outcome } = step;
  if (outcome.is === "wrong") return again(x, caller, record, "ERR_MFA_CODE");
  if (outcome.is === "turn") return again(x, caller, record, "ERR_MFA_TURN");
  if (outcome.is === "signed-in")
    return arrived(
      x,
      { rules, record, kind: caller.holder.client.kind, fresh },
      outcome,
      carriedIn(x, bodyOf(x)),
    );
  return landed(x, caller, record, "/card?done=email");
}

/** A code is one for this operator and this address. */
function bound(operator: string, email: string, code: string): string {
  return `${operator}\n${email}\n${code}`;
}

/** The address, or what is wrong with it. */
function readEmail(username: string, email: string): { readonly email: string } | { readonly wrong: string } {
  try {
    return { email: readProfile({ username, email }).email ?? email };
  } catch (error) {
    if (error instanceof MfaError && error.errors?.email !== undefined) return { wrong: error.errors.email };
    throw error;
  }
}

/** On the card, or where the sign-in stands. */
async function landed(x: Exchange, caller: Caller, record: OperatorRecord, card: string): Promise<Reply> {
  const after = callerIn(record, caller.rules, caller.ref, x.parts.clock()) ?? caller;
  if (caller.ref.kind === "sign-in") return landing(x, after, carriedIn(x, bodyOf(x)));
  return { view: cardView(x.parts, after), goTo: x.site.at(card) };
}

async function again(
  x: Exchange,
  caller: Caller,
  record: OperatorRecord,
  code: ErrorCode,
  more: Omit<Notice, "code"> = {},
): Promise<Reply> {
  const { view } = await landed(x, caller, record, "/card");
  return { view, notice: { code, ...more } };
}

function bodyOf({ req }: Exchange): Readonly<Record<string, unknown>> {
  return (req.body ?? {}) as Record<string, unknown>;
}
