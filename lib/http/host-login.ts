import type { View } from "../contract/index.js";
import { hostLogin } from "../core/rules.js";
import type { Parts } from "./parts.js";

/** The host's own login, with the way back in its query; nothing where it has none. */
function hostLoginUrl(
  { catalogue }: Pick<Parts, "catalogue">,
  returnTo: string | undefined,
): string | undefined {
  const url = hostLogin(catalogue)?.hostLogin.url;
  if (url === undefined || returnTo === undefined) return url;
  const [path = "", hash] = url.split("#");
  const query = `${path.includes("?") ? "&" : "?"}returnTo=${encodeURIComponent(returnTo)}`;
  return path + query + (hash === undefined ? "" : `#${hash}`);
}

/** A view, with the host's login where that is the next step. */
export function withHostLogin<V extends View>(parts: Pick<Parts, "catalogue">, view: V): V {
  const asks =
    view.state === "sign-in" ||
    (view.state === "challenge" && parts.catalogue.get(view.strategy)?.hostLogin !== undefined);
  const url = asks ? hostLoginUrl(parts, view.returnTo) : undefined;
  return url === undefined ? view : { ...view, hostLogin: url };
}
