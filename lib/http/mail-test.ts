import type { Letter } from "../contract/index.js";
import { DeliveryError, MfaError } from "../errors/index.js";
import { fillIn, moment } from "../locales/index.js";
import { writeMail } from "../mail/index.js";
import { readBody } from "./body.js";
import type { Caller } from "./caller.js";
import type { Exchange } from "./exchange.js";
import type { Reply } from "./reply.js";
import { engineer, settingsView } from "./settings.js";

/** `POST /settings/mail`: a real mail to the engineer who asks; where it does not go, what the mail server answered. */
export async function testMail(x: Exchange, caller: Caller): Promise<Reply> {
  const { parts, site } = x;
  await readBody(x);
  const { email, name, username } = engineer(caller).operator;
  if (email === undefined) throw new MfaError("ERR_MFA_INPUT", { errors: { email: "missing" } });
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
  const view = settingsView(x, caller);
  try {
    if (parts.mailer === undefined) throw new DeliveryError(true, mail.none);
    await parts.mailer.send(writeMail(letter, { issuer, language: language.tag }));
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return { view: { ...view, mailAnswer: error.message }, notice: { code: "ERR_MFA_MAIL_TEST" } };
  }
  return { view, goTo: site.at("/settings?done=mail") };
}
