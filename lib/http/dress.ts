import type { Caller } from "./caller.js";
import type { FormTokens } from "./evidence.js";
import { carriedIn, type Exchange } from "./exchange.js";
import type { PageParts } from "./page.js";
import type { Reply } from "./reply.js";
import { readToken } from "./token.js";

/** What a page needs beside its view. */
export type Dress = (x: Exchange, reply: Reply, caller: Caller | undefined) => PageParts;

/** The forms of a page are bound to whom the browser is signed in as once it has this answer. */
export function createDress(forms: FormTokens): Dress {
  return (x, reply, caller) => {
    const holder = reply.token === undefined ? caller?.holder.id : readToken(reply.token)?.id;
    return {
      formToken: x.page
        ? forms.issue(x.req, x.res, x.site, reply.signedOut === true ? undefined : holder)
        : "",
      carried: carriedIn(x, (x.req.body ?? {}) as Record<string, unknown>),
      signedIn: caller?.ref.kind === "session",
    };
  };
}
