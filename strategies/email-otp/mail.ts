import { duration, fillIn, type Letter, moment, type Services } from "../../lib/kit/index.js";

/**
 * The mail that carries a code. The code comes first in the subject, where phones show it, and on a line by itself. It says
 * when and from where it was asked for, so that its reader can tell whether that was them.
 */
export function codeLetter(
  { words, language, issuer, operator, now, client, address }: Services,
  to: string,
  code: string,
  expiresIn: number,
): Letter {
  const values = {
    code,
    issuer,
    name: operator.name ?? operator.username,
    time: duration(language, expiresIn),
  };
  const say = (word: string) => fillIn(words[word] ?? "", values);
  const place = [client, address].filter((part) => part !== undefined).join(", ");
  return {
    to,
    subject: say("subject"),
    before: [say("hello"), say("before")],
    code,
    facts: [[say("when"), moment(language, now)], ...(place === "" ? [] : [[say("where"), place] as const])],
    after: [say("after"), say("notYou")],
  };
}
