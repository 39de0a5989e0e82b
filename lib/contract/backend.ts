/**
 * What a storage adapter has to be able to do: one file under `storage/`, working on the Keyv instance's own connection.
 *
 * A *raw value* is the text exactly as the store holds it, Keyv's `{"value":…,"expires":…}` included. Only `lib/store`
 * looks inside.
 */
export interface Backend {
  /** What this store is, for messages: `"sqlite"`. */
  readonly name: string;

  /**
   * May another process write here? Where this is `false`, what this process holds in memory is always current.
   */
  readonly shared: boolean;

  /** Opens and prepares (tables, pragmas). Throws when the store cannot be used. Called once, before all else. */
  open(): Promise<void>;

  /**
   * The raw values of `keys`, in the same order, `undefined` where there is none; expired ones included.
   * One round trip. A value that is there and cannot be read throws.
   */
  read(keys: readonly string[]): Promise<(string | undefined)[]>;

  /**
   * Compare-and-swap: puts `next` (nothing: deletes) if the raw value is still exactly `previous` (nothing: absent).
   * `false` means that somebody else was first. Throws when the store failed, and then the swap may or may not have
   * taken effect.
   *
   * @param expires milliseconds since the epoch after which the store itself may drop the value
   */
  swap(
    key: string,
    previous: string | undefined,
    next: string | undefined,
    expires?: number,
  ): Promise<boolean>;

  /** Up to `limit` pairs whose key starts with `prefix` and sorts after `after`, in the order of the keys. */
  list(
    prefix: string,
    after: string | undefined,
    limit: number,
  ): Promise<(readonly [key: string, raw: string])[]>;

  /** Drops what expired before `now`; the number dropped. Never a value that was renewed meanwhile. */
  sweep(now: number): Promise<number>;

  /** How this store is set so that what was committed may be lost, each with its cure, in English. Default: none. */
  risks?(): Promise<readonly string[]>;

  close(): Promise<void>;
}
