import type { OperatorView } from "../contract/index.js";
import { fill } from "./fill.js";

/** Whose sign-in or session this is: on a shared computer it may be somebody else's. */
export function Person({ text, operator }: { readonly text: string; readonly operator: OperatorView }) {
  return <p class="person">{fill(text, { name: operator.name ?? operator.username })}</p>;
}
