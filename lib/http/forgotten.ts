import { z } from "zod";
import type { Letter } from "../contract/index.js";
import { type Beside, isForgetful, resetForgotten } from "../core/forgotten.js";
import { minute, second } from "../core/numbers.js";
import type { OperatorRecord } from "../core/record.js";
import { firstFactor, heldBy, type Rules, secondFactors } from "../core/rules.js";
import { operatorOf } from "../core/system.js";
import { codeHash } from "../crypto/index.js";
import { type ErrorCode, MfaError } from "../errors/index.js";
import { duration, fillIn } from "../locales/index.js";
import { check, readBody, text } from "./body.js";
import { clientOf } from "./client.js";
import { commit } from "./commit.js";
import { factsOf } from "./email-letter.js";
import { addressOf, type Exchange, readBy } from "./exchange.js";
import { putCode, tryCode, useCode } from "./forgotten-codes.js";
import { newFirstFactor } from "./new-credential.js";
import { post } from "./post.js";
import type { Reply } from "./reply.js";
import { servicesFor } from "./services.js";

const digits = 6;
const purpose = "forgotten-password";
const life = 10 * minute;

/** `GET /forgot`: the same to everybody. */
export async function forgotten(x: Exchange): Promise<Reply> {
  assertOwn(x);
  return { view: { state: "forgot" } };
}

export const forgottenBody = z.object({ username: text(256) });

/**
 * `POST /forgot`: a code to the address of whoever goes by this name, if somebody does. The same answer, the same reads and
 * the same write for names that nobody has; the mail goes out behind it.
 */
export async function askForgotten(x: Exchange): Promise<Reply> {
  assertOwn(x);
  const { parts, req } = x;
  const { username } = check(forgottenBody, await readBody(x));
  const address = addressOf(req);
  const wait = parts.addresses.charge(address);
  if (wait > 0) return waits(username, wait);
  const key = parts.directory.nameKey(username);
  const code = parts.random.digits(digits);
  const [rules, found] = await Promise.all([parts.rules({ fresh: true }), parts.directory.find(username)]);
  const retryAfter = await putCode(
    parts.forgotten,
    key,
    parts.keyring.mac(purpose, bound(key, code)),
    parts.clock(),
  );
  if (retryAfter > 0) return waits(username, retryAfter);
  if (found !== undefined && isForgetful(found, rules, firstFactor(rules.catalogue).id)) send(x, found, code);
  return { view: { state: "forgot", username } };
}

/** Whose password is kept elsewhere has forgotten it there. */
function assertOwn({ parts }: Exchange): void {
  if (firstFactor(parts.catalogue).enrol === undefined) throw new MfaError("ERR_MFA_NOT_FOUND");
}

function waits(username: string, retryAfter: number): Reply {
  return { view: { state: "forgot" }, notice: { code: "ERR_MFA_WAIT", retryAfter, typed: { username } } };
}

/** In the background: how long a mail server takes tells nobody whether there was something to send. */
function send(x: Exchange, record: OperatorRecord, code: string): void {
  const { parts } = x;
  const { email = "", name, username, language: own } = record;
  const language = parts.languages.choose([own, ...x.languages]);
  const { forgotten: words } = language.locale.mails;
  const time = duration(language.tag, life / second);
  const say = (sentence: string) =>
    fillIn(sentence, { code, time, issuer: parts.issuer, name: name ?? username });
  const letter: Letter = {
    to: email,
    subject: say(words.subject),
    before: [say(language.locale.mails.hello), say(words.text)],
    code,
    after: [say(words.after), say(words.notYou)],
    facts: factsOf(x, language),
  };
  post(parts, letter, language.tag).catch(parts.fault);
}

export const forgottenVerifyBody = z.object({ username: text(256), code: text(64), second: text(100) });

const codes = {
  wrong: "ERR_MFA_CODE",
  used: "ERR_MFA_CODE_USED",
  closed: "ERR_MFA_PASSWORD_CHANGE",
} as const satisfies Record<string, ErrorCode>;

/**
 * `POST /forgot/verify`: the code from the mail, and beside it a code of a factor that is no mailbox, or the one that an engineer
 * handed over; then the new password. Names, mails and codes are wrong together.
 */
export async function finishForgotten(x: Exchange): Promise<Reply> {
  assertOwn(x);
  const { parts, req, site } = x;
  const body = await readBody(x);
  const { username, code: typed, second: beside } = check(forgottenVerifyBody, body);
  const view = { state: "forgot", username } as const;
  const address = addressOf(req);
  const wait = parts.addresses.waiting(address);
  if (wait > 0) return waits(username, wait);
  const wrong = (): Reply => {
    const late = parts.addresses.charge(address);
    return late > 0 ? waits(username, late) : { view, notice: { code: "ERR_MFA_CODE" } };
  };
  const key = parts.directory.nameKey(username);
  const code = typed.replace(/[\s-]/g, "");
  const fits = (mac: string) => parts.keyring.macFits(purpose, bound(key, code), mac);
  const [rules, found] = await Promise.all([parts.rules({ fresh: true }), parts.directory.find(username)]);
  if (!(await tryCode(parts.forgotten, key, fits, parts.clock())) || found === undefined) return wrong();
  if (!isForgetful(found, rules, firstFactor(rules.catalogue).id)) return wrong();

  // Whoever is here reads that mailbox: what follows may be told to them.
  const operator = operatorOf(found, rules.system);
  const chosen = await newFirstFactor(parts, operator, rules, body, readBy(x, operator));
  if (chosen.credential === undefined)
    return { view, notice: { code: "ERR_MFA_INPUT", errors: chosen.errors } };
  const shown = await judge(x, found, rules, beside);
  if (isRight(shown) && !(await useCode(parts.forgotten, key, fits))) return wrong();
  const given = { credential: chosen.credential, beside: shown, client: clientOf(x, "browser") };
  const step = await commit(parts, rules, found.id, (record, now) =>
    resetForgotten(record, rules, given, now),
  );
  if (step === undefined) return wrong();
  const { outcome } = step;
  if (outcome.is === "changed") {
    return { view: { state: "sign-in" }, signedOut: true, goTo: `${site.mount}/?done=password-reset` };
  }
  if (outcome.is === "wait") return { view, notice: { code: "ERR_MFA_WAIT", retryAfter: outcome.wait } };
  return { view, notice: { code: codes[outcome.is] } };
}

/** What was typed as a code of a factor that follows from nothing that a mailbox gives; else as one that was handed over. */
async function judge(x: Exchange, record: OperatorRecord, rules: Rules, typed: string): Promise<Beside> {
  const hash = codeHash(typed);
  if (hash !== undefined) return { handover: hash };
  const operator = operatorOf(record, rules.system);
  let last: Beside = { handover: "" };
  for (const strategy of secondFactors(record, rules)) {
    const held = heldBy(record, rules, strategy.id);
    if (strategy.derive !== undefined || strategy.challenge !== undefined || held === undefined) continue;
    const [field] = strategy.fields;
    if (field === undefined) continue;
    const services = servicesFor(x.parts, strategy, operator, rules, x);
    const finding = await strategy.judge(services, held, { [field.name]: typed });
    last = { strategy: strategy.id, credential: held.id, finding };
    if (finding.right) return last;
  }
  return last;
}

function isRight(beside: Beside): boolean {
  return "handover" in beside || beside.finding.right;
}

function bound(key: string, code: string): string {
  return `${key}\n${code}`;
}
