import { invitable, isOpen } from "../core/invitation.js";
import { readBody } from "./body.js";
import type { Caller } from "./caller.js";
import { byteOrderMark, csvOf, startCsv } from "./csv.js";
import { everyOperator } from "./every-operator.js";
import type { Exchange } from "./exchange.js";
import { inviteOperator } from "./invitation.js";
import { assertFresh, doerOf } from "./operators.js";

const columns = ["username", "name", "email", "code", "until", "url"];

/**
 * `POST /operators/invitations`: a code for everybody who has never come in and holds none that is good, as a file; told
 * this once. Whoever was given a code already keeps it.
 */
export async function exportInvitations(x: Exchange, caller: Caller): Promise<void> {
  const { parts, res, site } = x;
  await readBody(x);
  assertFresh(x, caller);
  const rules = await parts.rules({ fresh: true });
  startCsv(x, "invitations.csv");
  res.write(byteOrderMark + csvOf([columns]));
  for await (const record of everyOperator(parts)) {
    const { id, username, name = "", email = "", invitation } = record;
    if (!invitable(record, rules) || (invitation !== undefined && isOpen(invitation, parts.clock())))
      continue;
    const { code, expires, url } = await inviteOperator(parts, rules, id, { site, by: doerOf(caller) });
    res.write(csvOf([[username, name, email, code, new Date(expires).toISOString(), url]]));
  }
  res.end();
}
