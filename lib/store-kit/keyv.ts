/**
 * What we use of a Keyv instance, by its structure: a host may bring another copy of the package than ours, so
 * `instanceof` would say no.
 */
export interface KeyvLike {
  readonly store: unknown;
  readonly namespace?: string | undefined;
  /** Default true. */
  readonly useKeyPrefix?: boolean;
  /** Of Keyv 5 only. */
  readonly opts?: { readonly store?: unknown; readonly dialect?: unknown };
  on(event: "error", listener: (error: unknown) => void): unknown;
}

export function isKeyv(value: unknown): value is KeyvLike {
  return hasMethods(value) && "store" in value;
}

/** Keyv 6 leaves the namespace to its adapter, which writes another form; it has no `opts`. */
export function isKeyv6(keyv: KeyvLike): boolean {
  return !("opts" in keyv);
}

/** An adapter of Keyv 6: it takes a moment where those of Keyv 5 take a span. */
export function isAdapter6(store: unknown): boolean {
  const { capabilities } = (store ?? {}) as { readonly capabilities?: { readonly expires?: unknown } };
  return capabilities?.expires === true;
}

/** The key as Keyv 5 writes it into its adapter. */
export function prefixed({ namespace, useKeyPrefix }: KeyvLike): (key: string) => string {
  return isNone(namespace) || useKeyPrefix === false ? (key) => key : (key) => `${namespace}:${key}`;
}

export function isNone(namespace: string | undefined): boolean {
  return namespace === undefined || namespace === "";
}

function hasMethods(value: unknown): value is object {
  const methods = ["get", "set", "delete", "on"];
  return methods.every((name) => typeof (value as Record<string, unknown> | null)?.[name] === "function");
}
