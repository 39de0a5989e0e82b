import type { OperatorView } from "./operator.js";
import type { Freshness } from "./operators.js";

/** The key of a program, as engineers see it: never the key itself. */
export interface ServiceKeyView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Addresses and networks from which it may be used; empty: from everywhere. */
  readonly addresses: readonly string[];
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly expires: number;
  /** User name of the engineer who made it, who may be gone. */
  readonly by?: string;
  /** When it was used last, to the minute. */
  readonly used?: number;
}

/** The keys of programs. */
export interface ServiceKeysView extends Freshness {
  readonly state: "service-keys";
  readonly operator: OperatorView;
  readonly keys: readonly ServiceKeyView[];
  /** The one that was just made: told once. */
  readonly made?: { readonly id: string; readonly name: string; readonly key: string };
  /** What was typed and not done. */
  readonly asked?: {
    readonly name: string;
    readonly scopes: string;
    readonly addresses: string;
    readonly days: string;
  };
}
