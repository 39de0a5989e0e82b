import { invitable } from "../core/invitation.js";
import { isOpen } from "../core/one-time-code.js";
import type { MfaError } from "../errors/index.js";
import { readBody } from "./body.js";
import type { Caller } from "./caller.js";
import { type Rows, sendCsv } from "./csv.js";
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
  const { parts, site } = x;
  await readBody(x);
  assertFresh(x, caller);
  await sendCsv(x, "invitations.csv", columns, rows());

  async function* rows(): AsyncGenerator<Rows> {
    for await (const record of everyOperator(parts)) {
      // It may take long: who asks may be an engineer no more.
      const rules = await parts.rules();
      const { id, username, name, email, invitation } = record;
      if (!invitable(record, rules)) continue;
      if (invitation !== undefined && isOpen(invitation, parts.clock())) continue;
      const invited = await inviteOperator(parts, rules, id, { site, by: doerOf(caller) }).catch(gone);
      if (invited === undefined) continue;
      const { code, expires, url } = invited;
      yield [[username, name, email, code, new Date(expires).toISOString(), url]];
    }
  }
}

/** Came in, or was taken out, a moment ago: the others get theirs all the same. */
function gone(error: unknown): undefined {
  const { code } = error as Partial<MfaError>;
  if (code !== "ERR_MFA_TURN" && code !== "ERR_MFA_NOT_FOUND") throw error;
}
