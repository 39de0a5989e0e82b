import type { Caller } from "./caller.js";
import { carriedIn, type Exchange, flowUrl } from "./exchange.js";
import type { Reply } from "./reply.js";
import { viewOf } from "./views.js";

/** `GET /`: where the caller stands. */
export async function home(x: Exchange, caller: Caller | undefined): Promise<Reply> {
  return { view: await viewOf(x, caller, carriedIn(x)) };
}

/** `GET /sign-in`: where people look for it. */
export async function toHome(x: Exchange, caller: Caller | undefined): Promise<Reply> {
  return { ...(await home(x, caller)), goTo: flowUrl(x.site, carriedIn(x)) };
}
