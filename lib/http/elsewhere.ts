import type { Elsewhere } from "../contract/index.js";
import type { Parts } from "./parts.js";

/** For a view: whether the operators are kept in the host's own table, and can be changed from here. */
export function elsewhereOf({ elsewhere }: Pick<Parts, "elsewhere">): { readonly elsewhere?: Elsewhere } {
  if (elsewhere === undefined) return {};
  return { elsewhere: elsewhere.update === undefined ? "read" : "write" };
}
