/**
 * What we use of a Keyv instance, by its structure: a host may bring another copy of the package than ours, so
 * `instanceof` would say no.
 */
export interface KeyvLike {
  readonly store: unknown;
  readonly namespace?: string | undefined;
  readonly opts: { readonly store?: unknown; readonly dialect?: unknown };
  on(event: "error", listener: (error: unknown) => void): unknown;
}

export function isKeyv(value: unknown): value is KeyvLike {
  return (
    typeof value === "object" &&
    value !== null &&
    "store" in value &&
    "opts" in value &&
    ["get", "set", "delete", "on"].every(
      (name) => typeof (value as Record<string, unknown>)[name] === "function",
    )
  );
}

/** The key as Keyv 5 writes it into its adapter. */
export function prefixed({ namespace }: KeyvLike): (key: string) => string {
  return namespace === undefined || namespace === "" ? (key) => key : (key) => `${namespace}:${key}`;
}
