import { firstFactor } from "../core/rules.js";
import type { Caller } from "./caller.js";
import { carriedIn, type Exchange, flowUrl } from "./exchange.js";
import type { Reply } from "./reply.js";
import { known } from "./use-case.js";
import { viewOf } from "./views.js";

/** `GET /`: where the caller stands. */
export async function home(x: Exchange, caller: Caller | undefined): Promise<Reply> {
  const view = await viewOf(x, caller && known(x, caller), carriedIn(x));
  // Nothing is to be done here: on to where there is, but for whoever has just left.
  const only = firstFactor(x.parts.catalogue).hostLogin !== undefined && !x.query.has("done");
  return only && "hostLogin" in view && view.hostLogin !== undefined
    ? { view, goTo: view.hostLogin }
    : { view };
}

/** `GET /sign-in`: where people look for it. */
export async function toHome(x: Exchange, caller: Caller | undefined): Promise<Reply> {
  return { goTo: flowUrl(x.site, carriedIn(x)), ...(await home(x, caller)) };
}
