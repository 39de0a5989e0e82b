import type { Letter } from "../contract/index.js";
import { giveSendBack, payForSend } from "../core/payer.js";
import { DeliveryError, isDeliveryError, MfaError } from "../errors/index.js";
import { fillIn, moment } from "../locales/index.js";
import { writeMail } from "../mail/index.js";
import { readBody } from "./body.js";
import type { Caller } from "./caller.js";
import { commit } from "./commit.js";
import type { Exchange } from "./exchange.js";
import type { Reply } from "./reply.js";
import { settingsView } from "./settings.js";

/** `POST /settings/mail`: a real mail to the engineer who asks; where it does not go, what the mail server answered. */
export async function testMail(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts, site } = x;
  await readBody(x);
  const { rules, ref } = caller;
  const { id, email, name, username } = caller.operator;
  if (email === undefined) throw new MfaError("ERR_MFA_INPUT", { errors: { email: "missing" } });
  const paid = await commit(parts, rules, id, (record, now) => payForSend(record, rules, ref, now));
  if (paid === undefined || paid.outcome.is === "gone") throw new MfaError("ERR_MFA_SIGN_IN");
  const view = settingsView(x, caller);
  if (paid.outcome.is === "wait")
    return { view, notice: { code: "ERR_MFA_WAIT", retryAfter: paid.outcome.wait } };
  const language = parts.languages.choose(x.languages);
  const { mail } = language.locale.settings;
  const { issuer } = parts;
  const letter: Letter = {
    to: email,
    subject: fillIn(mail.subject, { issuer }),
    before: [fillIn(mail.hello, { name: name ?? username }), mail.body],
    facts: [[mail.when, moment(language.tag, parts.clock())]],
    after: [],
  };
  try {
    if (parts.mailer === undefined) throw new DeliveryError(true, mail.none);
    await parts.mailer.send(writeMail(letter, { issuer, language: language.tag }));
  } catch (error) {
    if (!isDeliveryError(error)) throw error;
    const { at } = paid.outcome;
    if (error.unsent)
      await commit(parts, rules, id, (record, now) => giveSendBack(record, rules, ref, at, now));
    return { view: { ...view, mailAnswer: error.message }, notice: { code: "ERR_MFA_MAIL_TEST" } };
  }
  return { view, goTo: site.at("/settings?done=mail") };
}
