import assert from "node:assert/strict";
import type { Backend } from "../contract/index.js";

/** A store that is empty and not yet open. Made anew for each test. */
export interface StorageCase {
  readonly backend: Backend;
  /** A second connection to the same data. */
  readonly reopen?: () => Backend | Promise<Backend>;
}

/** The body of a test, on a store that is open for as long as it runs. */
export type OnStore = (test: (store: Backend, made: StorageCase) => Promise<void>) => () => Promise<void>;

export async function put(store: Backend, key: string, raw: string, expires?: number): Promise<void> {
  assert.equal(await store.swap(key, undefined, raw, expires), true, `${key} is free`);
}
