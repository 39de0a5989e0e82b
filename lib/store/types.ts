import type { Resealed, ResealHow } from "./reseal.js";

/** What a change makes of a value. The same reference back means: nothing to write. */
export interface Change<T, R> {
  readonly next: T | undefined;
  readonly outcome: R;
}

/** Values of one kind under one prefix, sealed, each changed only by compare-and-swap. */
export interface Collection<T> {
  /** The value when this process holds it and may trust it; `undefined` says nothing: then `read`. No I/O. */
  peek(id: string): T | undefined;

  /** The value, or `undefined` where there is none or it has expired. `fresh` always asks the store. */
  read(id: string, options?: { readonly fresh?: boolean }): Promise<T | undefined>;

  /**
   * Runs `change` on the current value and commits the result by one swap; runs it again on the fresh value when the
   * swap loses. `change` must be pure. Resolves with the outcome of the run that was committed.
   */
  update<R>(id: string, change: (current: T | undefined) => Change<T, R>): Promise<R>;

  /**
   * Puts a value where there is none, by one swap and without looking first. `false`: there is one. For values that never
   * change: it is neither held nor told to `watch`.
   */
  add(id: string, value: T): Promise<boolean>;

  /** The first `limit` values in the order of their ids, after `after`; fewer only where there are no more. */
  list(after: string | undefined, limit: number): Promise<(readonly [id: string, value: T])[]>;

  /** As `list`, but goes on past what cannot be opened or read: that is told as `undefined`. What has expired is there. */
  scan(after: string | undefined, limit: number): Promise<(readonly [id: string, value: T | undefined])[]>;

  /** Calls `listener`, which must not throw, after each commit of this process; the answer ends it. */
  watch(listener: (id: string, value: T | undefined) => void): () => void;
}

export interface CollectionSpec<T> {
  /** Starts its keys: `op` gives `op:<id>`. Also the purpose that its values are sealed for. */
  readonly prefix: string;
  /** Checks, and migrates, what was stored. Throws when it does not fit. */
  parse(stored: unknown): T;
  /** What is stored of it, as `parse` takes it. Default: the value itself. */
  store?(value: T): unknown;
  /** Milliseconds since the epoch after which the value is as if it were not there. */
  expires?(value: T): number | undefined;
  /** How many values a process holds; those that were not used for longest go first. Default 10,000. */
  readonly held?: number;
}

/** The store of all security state. Every failure is an `MfaError` of code `ERR_MFA_STORAGE`; a fault lets nobody in. */
export interface Vault {
  /** Opens the backend, checks version and secret, makes the index key at the first start, starts the sweep. */
  open(): Promise<void>;
  /** True when `open` found that this store had been used before. */
  readonly used: boolean;
  collection<T>(spec: CollectionSpec<T>): Collection<T>;
  /** A keyed hash of `text` that stays the same when the secret is rotated; for keys that must not tell names. */
  indexKey(text: string): string;
  /** HMAC-SHA256, base64url, under a key that stays the same when the secret is rotated: for what outlives a secret. */
  mac(purpose: string, text: string): string;
  /** Moves every value to the newest secret: see `reseal.ts`. */
  reseal(how?: ResealHow): Promise<Resealed>;
  /** How the store is set so that it may lose what was committed; none where it does not say. */
  risks(): Promise<readonly string[]>;
  close(): Promise<void>;
}
