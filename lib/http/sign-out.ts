import { z } from "zod";
import { end, endAll } from "../core/session.js";
import { check, readBody, tick } from "./body.js";
import type { Caller } from "./caller.js";
import { commit } from "./commit.js";
import type { Exchange } from "./exchange.js";
import type { Reply } from "./reply.js";

export const signOutBody = z.object({ everywhere: tick.optional() });

/** `POST /sign-out`: ends the session, or the sign-in under way; `everywhere`: all of the operator's, and all trust. */
export async function signOut(x: Exchange, caller: Caller | undefined): Promise<Reply> {
  const { everywhere = false } = check(signOutBody, await readBody(x));
  if (caller !== undefined) await endSession(x, caller, everywhere && caller.ref.kind === "session");
  return { view: { state: "sign-in" }, signedOut: true, goTo: `${x.site.mount}/?done=signed-out` };
}

export async function endSession(
  { parts }: Pick<Exchange, "parts">,
  caller: Caller,
  everywhere: boolean,
): Promise<void> {
  const { rules, ref, holder, operator } = caller;
  await commit(parts, rules, operator.id, (record, now) =>
    everywhere
      ? endAll(record, now, { client: holder.client })
      : { ...end(record, rules, ref, now), outcome: undefined },
  );
}
