import type { ErrorCode, MfaError } from "../errors/index.js";
import type { Caller } from "./caller.js";
import { cardView } from "./card-view.js";
import { carriedIn, type Exchange } from "./exchange.js";
import { landing } from "./landing.js";
import { verdictOf } from "./protect.js";
import type { Reply } from "./reply.js";

/**
 * A form of ours that nobody is signed in for any more, that was made for a step that is over, or that no field of can be
 * read. Nothing was changed, and nothing is lost: the person is shown where they stand now, and goes on from there to where
 * they were going.
 */
export async function staleForm(
  x: Exchange,
  caller: Caller | undefined,
  { code, errors }: MfaError,
  route: string,
): Promise<Reply> {
  const { body } = x.req;
  const carried = carriedIn(x, (body ?? {}) as Record<string, unknown>);
  const notice = { code, ...(errors !== undefined && { errors }) };
  if (route.startsWith("/invitation")) return { view: { state: "invitation" }, notice };
  // The card only to whom it is open: a password alone, or a session that the policy has overtaken, opens no page.
  if (caller !== undefined && route.startsWith("/card") && verdictOf(x.parts, caller, {}).ok)
    return { view: cardView(x.parts, caller), notice };
  const { goTo, ...reply } = await landing(x, caller, carried);
  // Done in another tab meanwhile: there is nothing to repeat.
  const done = code !== "ERR_MFA_INPUT" && reply.view.state === "signed-in" && !route.startsWith("/sign-out");
  if (done && goTo !== undefined) return { ...reply, goTo };
  const signedOut = caller === undefined && code !== "ERR_MFA_INPUT" && !route.startsWith("/sign-in");
  if (!signedOut) return { ...reply, notice };
  const lost: ErrorCode = reply.view.state === "setup" ? "ERR_MFA_TURN" : "ERR_MFA_SIGN_IN";
  return { ...reply, notice: { code: lost } };
}
