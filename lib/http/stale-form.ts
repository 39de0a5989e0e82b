import type { ErrorCode } from "../errors/index.js";
import type { Caller } from "./caller.js";
import { cardView } from "./card-view.js";
import { carriedIn, type Exchange } from "./exchange.js";
import { landing } from "./landing.js";
import { verdictOf } from "./protect.js";
import type { Reply } from "./reply.js";

/**
 * A form of ours that nobody is signed in for any more, or that was made for a step that is over. Nothing was changed, and
 * nothing is lost: the person is shown where they stand now, and goes on from there to where they were going.
 */
export async function staleForm(x: Exchange, caller: Caller | undefined, code: ErrorCode): Promise<Reply> {
  const { body, url = "" } = x.req;
  const carried = carriedIn(x, (body ?? {}) as Record<string, unknown>);
  const notice = { code };
  // The card only to whom it is open: a password alone, or a session that the policy has overtaken, opens no page.
  if (caller !== undefined && url.startsWith("/card") && verdictOf(x.parts, caller, {}).ok)
    return { view: cardView(x.parts, caller), notice };
  const { goTo, ...reply } = await landing(x, caller, carried);
  // Done in another tab meanwhile: there is nothing to repeat.
  const done = reply.view.state === "signed-in" && !url.startsWith("/sign-out");
  if (done && goTo !== undefined) return { ...reply, goTo };
  const signedOut = caller === undefined && !url.startsWith("/sign-in");
  return { ...reply, notice: signedOut ? { code: "ERR_MFA_SIGN_IN" } : notice };
}
