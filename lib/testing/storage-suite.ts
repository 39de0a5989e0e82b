import assert from "node:assert/strict";
import { wrap } from "../store-kit/index.js";
import { countTo } from "./count-to.js";
import type { Runner } from "./runner.js";
import { type OnStore, put, type StorageCase } from "./storage-case.js";
import { listSuite, sweepSuite } from "./storage-list.js";
import { swapSuite } from "./storage-swap.js";

export interface StorageSuiteOptions {
  /** What the tests are called by. Default: "The store". */
  readonly name?: string;
  /** Does the data outlive the connection? Then `reopen` is needed. Default true. */
  readonly kept?: boolean;
}

/** What the core relies on in a store, as tests: `storageSuite({ describe, it }, async () => ({ backend, reopen }))`. */
export function storageSuite(
  runner: Runner,
  make: () => StorageCase | Promise<StorageCase>,
  { name = "The store", kept = true }: StorageSuiteOptions = {},
): void {
  const { describe, it } = runner;
  const onStore: OnStore = (test) => async () => {
    const made = await make();
    await made.backend.open();
    try {
      await test(made.backend, made);
    } finally {
      await made.backend.close();
    }
  };

  describe(`${name} keeps the contract of storage`, () => {
    it(
      "says what it is called, and whether others may write to it",
      onStore(async (store) => {
        assert.match(store.name, /\S/);
        assert.equal(typeof store.shared, "boolean", "left out, nobody could tell");
      }),
    );

    readSuite(runner, onStore);
    swapSuite(runner, onStore);
    listSuite(runner, onStore);
    sweepSuite(runner, onStore);

    it(
      "counts 100 updates at once exactly, through the vault",
      onStore(async (store) => {
        assert.equal(await countTo(100, store), 100);
      }),
    );

    it(
      "can be closed twice",
      onStore(async (store) => {
        await store.close();
        await store.close();
      }),
    );

    if (!kept) return;
    it(
      "has after a new start what was written before",
      onStore(async (store, { reopen }) => {
        assert.ok(reopen, "`reopen` is needed, or `kept: false`");
        await put(store, "op:1", wrap("kept"));
        await store.close();
        const again = await reopen();
        await again.open();
        assert.deepEqual(await again.read(["op:1"]), [wrap("kept")]);
        await again.close();
      }),
    );
  });
}

function readSuite({ describe, it }: Runner, onStore: OnStore): void {
  describe("read", () => {
    it(
      "gives several keys in the order that was asked for, absent ones too",
      onStore(async (store) => {
        await put(store, "op:b", wrap("B"));
        await put(store, "op:a", wrap("A"));
        const read = await store.read(["op:a", "op:none", "op:b", "op:a"]);
        assert.deepEqual(read, [wrap("A"), undefined, wrap("B"), wrap("A")]);
        assert.deepEqual(await store.read([]), []);
      }),
    );

    it(
      "gives back the very text, of 64 KB and of any script",
      onStore(async (store) => {
        for (const text of ["x".repeat(2 ** 16), "Ünïcödé 'quoted' \"twice\" \\ ? $1 🚪\u0001\u2028"]) {
          await put(store, text.slice(0, 9), wrap(text));
          assert.deepEqual(await store.read([text.slice(0, 9)]), [wrap(text)]);
        }
      }),
    );

    it(
      "tells keys apart that differ in case, in a wildcard or in a final blank",
      onStore(async (store) => {
        const keys = ["op:a", "op:A", "op:a ", "op:_", "op:%", "op:*", "op:a:a"];
        for (const key of keys) await put(store, key, wrap(key));
        assert.deepEqual(
          await store.read(keys),
          keys.map((key) => wrap(key)),
        );
      }),
    );

    it(
      "still gives what has expired",
      onStore(async (store) => {
        // Not told to the store, which then may drop it: what is over is for the core to say.
        const expired = wrap("old", Date.now() - 1);
        await put(store, "try:1", expired);
        assert.deepEqual(await store.read(["try:1"]), [expired]);
      }),
    );
  });
}
