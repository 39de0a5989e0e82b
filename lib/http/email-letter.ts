import type { Letter, Operator } from "../contract/index.js";
import { newEmailLife, second } from "../core/numbers.js";
import { duration, fillIn, type Language, moment } from "../locales/index.js";
import { clientName } from "../pages/index.js";
import { addressOf, type Exchange } from "./exchange.js";

/** To the new address: the code that shows that it is theirs. */
export function newAddressLetter(
  x: Exchange,
  language: Language,
  operator: Operator,
  to: string,
  code: string,
): Letter {
  const { newAddress } = language.locale.mails;
  const time = duration(language.tag, newEmailLife / second);
  const say = (text: string) => fillIn(text, { code, time, issuer: x.parts.issuer, name: nameOf(operator) });
  return {
    to,
    subject: say(newAddress.subject),
    before: [say(newAddress.hello), say(newAddress.text)],
    code,
    after: [say(newAddress.after), say(newAddress.notYou)],
    facts: factsOf(x, language),
  };
}

function nameOf({ name, username }: Operator): string {
  return name ?? username;
}

/** When, and from where. */
export function factsOf({ parts, req }: Exchange, { tag, locale }: Language): NonNullable<Letter["facts"]> {
  const { when, where } = locale.mails;
  const place = [clientName(req.headers["user-agent"], locale), addressOf(req)].filter(Boolean).join(", ");
  return [[when, moment(tag, parts.clock())], ...(place === "" ? [] : [[where, place] as const])];
}
