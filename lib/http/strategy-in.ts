import { MfaError } from "../errors/index.js";
import type { Exchange } from "./exchange.js";

/** The strategy that the path names. One that is not installed is an address where there is nothing. */
export function idIn({ req, parts }: Exchange): string {
  const id = req.params?.strategy ?? "";
  if (!parts.catalogue.has(id)) throw new MfaError("ERR_MFA_NOT_FOUND");
  return id;
}
