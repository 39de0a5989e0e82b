import type { Letter, Notification } from "../contract/index.js";
import { fillIn, type Languages, moment } from "../locales/index.js";
import { clientName } from "../pages/index.js";

/** A letter, and the tag of the language that it is in. */
export interface Addressed {
  readonly letter: Letter;
  readonly language: string;
}

/** The mails of a notification: one to their address, and where that was changed one to the old one as well. */
export function lettersOf(notification: Notification, issuer: string, languages: Languages): Addressed[] {
  const {
    type,
    at,
    operator,
    oldEmail,
    strategy,
    credential,
    username = "",
    userAgent,
    address,
    byOther,
    left,
  } = notification;
  const { tag, locale, wordsOf } = languages.choose([operator.language]);
  const { mails } = locale;
  const { subject, text } = mails.notifications[type];
  const name = operator.name ?? operator.username;
  const say = (words: string) =>
    fillIn(words, { issuer, name, username, strategy: strategy === undefined ? "" : wordsOf(strategy).name });
  const called = plain(credential);
  const place = [clientName(userAgent, locale), address].filter(Boolean).join(", ");
  const facts = [
    [mails.when, moment(tag, at)] as const,
    // Who an engineer is and from where they work is for no mailbox.
    ...(byOther || place === "" ? [] : [[mails.where, place] as const]),
    ...(called === "" ? [] : [[mails.credential, called] as const]),
    ...(left === undefined ? [] : [[mails.left, String(left)] as const]),
  ];
  const notYou = type === "reset" || byOther ? mails.notExpected : mails.notYou;
  const letters: Letter[] = [];
  if (type === "email-changed" && oldEmail !== undefined) {
    const old = mails.oldAddress;
    letters.push({
      to: oldEmail,
      subject: say(old.subject),
      before: [say(mails.hello), say(byOther ? old.byEngineer : old.text)],
      after: [say(byOther ? mails.notExpected : old.notYou)],
      facts,
    });
  }
  if (operator.email !== undefined) {
    letters.push({
      to: operator.email,
      subject: say(subject),
      before: [say(mails.hello), say(text)],
      after: [say(notYou)],
      facts,
    });
  }
  return letters.map((letter) => ({ letter, language: tag }));
}

/** Whoever names a credential may be a thief, and this warns of them: letters and digits make no link and no address. */
function plain(name = ""): string {
  return name
    .replace(/[^\p{L}\p{M}\p{Nd} '’()_-]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}
