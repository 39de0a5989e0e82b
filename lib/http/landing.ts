import type { Notice } from "../contract/index.js";
import type { Gate } from "../core/payer.js";
import type { ErrorCode } from "../errors/index.js";
import type { Caller } from "./caller.js";
import { type Carried, type Exchange, flowUrl } from "./exchange.js";
import type { Reply } from "./reply.js";
import { viewOf } from "./views.js";

/** Where the caller stands after a step that went well: the view, and where a page goes on. */
export async function landing(x: Exchange, caller: Caller | undefined, carried: Carried): Promise<Reply> {
  const view = await viewOf(x, caller, carried);
  if (view.state !== "signed-in") return { view, goTo: flowUrl(x.site, carried) };
  return {
    view,
    goTo: carried.returnTo ?? flowUrl(x.site, { fresh: false }),
    ...(caller !== undefined && { operator: caller.operator }),
  };
}

/** The same view again, with what went wrong said beside it. */
export async function refusal(
  x: Exchange,
  caller: Caller | undefined,
  carried: Carried,
  code: ErrorCode,
  more: Omit<Notice, "code"> = {},
): Promise<Reply> {
  return { view: await viewOf(x, caller, carried), notice: { code, ...more } };
}

/** What a shut gate says: wait, or change the password that somebody else seems to know. */
export function shut(
  x: Exchange,
  caller: Caller,
  carried: Carried,
  passage: Exclude<Gate, { readonly open: true }>,
): Promise<Reply> {
  if ("closed" in passage) return refusal(x, caller, carried, "ERR_MFA_PASSWORD_CHANGE");
  return refusal(x, caller, carried, "ERR_MFA_WAIT", { retryAfter: passage.wait });
}
