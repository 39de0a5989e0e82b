import { MfaError } from "../errors/index.js";
import type { Exchange } from "./exchange.js";

/** The strategy that the path names. One that is not installed is an address where there is nothing. */
export function idIn({ req, parts }: Exchange): string {
  const id = req.params?.strategy ?? "";
  if (!parts.catalogue.has(id)) throw new MfaError("ERR_MFA_NOT_FOUND");
  return id;
}

/** One of several credentials, as the path names it. */
export function oneIn(x: Exchange): { readonly strategy: string; readonly credential: string } {
  return { strategy: idIn(x), credential: x.req.params?.credential ?? "" };
}
