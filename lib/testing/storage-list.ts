import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import type { Backend } from "../contract/index.js";
import { wrap } from "../store-kit/index.js";
import type { Runner } from "./runner.js";
import { type OnStore, put } from "./storage-case.js";

export function listSuite({ describe, it }: Runner, onStore: OnStore): void {
  const names = async (store: Backend, prefix: string, after: string | undefined, limit: number) =>
    (await store.list(prefix, after, limit)).map(([key]) => key);

  describe("list", () => {
    it(
      "gives what starts with the prefix, in the order of the keys",
      onStore(async (store) => {
        for (const id of ["c", "a", "B", "b", "10", "9"]) await put(store, `op:${id}`, wrap(id));
        await put(store, "meta", wrap("m"));
        await put(store, "system:all", wrap("s"));
        await put(store, "opx", wrap("x"));
        const sorted = ["10", "9", "B", "a", "b", "c"].map((id) => `op:${id}`);
        assert.deepEqual(await names(store, "op:", undefined, 100), sorted);
        assert.deepEqual(await store.list("op:", undefined, 1), [["op:10", wrap("10")]]);
      }),
    );

    it(
      "takes no character of a prefix for a wildcard",
      onStore(async (store) => {
        for (const key of ["m_a:1", "mxa:1", "m%:1", "m:1", "M_A:1", "m*a:1"])
          await put(store, key, wrap(key));
        assert.deepEqual(await names(store, "m_a:", undefined, 100), ["m_a:1"]);
        assert.deepEqual(await names(store, "m%", undefined, 100), ["m%:1"]);
        assert.deepEqual(await names(store, "none:", undefined, 100), []);
      }),
    );

    it(
      "goes on after a key, whether or not that key is there, and never outside the prefix",
      onStore(async (store) => {
        for (const key of ["a:1", "op:1", "op:2", "op:3", "z:1"]) await put(store, key, wrap(key));
        assert.deepEqual(await names(store, "op:", "op:1", 1), ["op:2"]);
        assert.deepEqual(await names(store, "op:", "op:11", 100), ["op:2", "op:3"]);
        assert.deepEqual(await names(store, "op:", "op:3", 100), []);
        assert.deepEqual(await names(store, "op:", "a", 100), ["op:1", "op:2", "op:3"]);
        assert.deepEqual(await names(store, "op:", "z", 100), []);
      }),
    );

    it(
      "in pages gives everything once",
      onStore(async (store) => {
        const keys = Array.from({ length: 25 }, (_, n) => `op:${String(n).padStart(3, "0")}`);
        await Promise.all(keys.map((key) => put(store, key, wrap(key))));
        const seen: string[] = [];
        for (let pages = 0; pages < 10; pages += 1)
          seen.push(...(await names(store, "op:", seen.at(-1), 10)));
        assert.deepEqual(seen, keys);
      }),
    );
  });
}

/** Milliseconds: long enough for three writes to be over before. */
const soon = 250;

export function sweepSuite({ it }: Runner, onStore: OnStore): void {
  it(
    "is swept of what has expired, and of nothing else",
    onStore(async (store) => {
      const now = Date.now();
      const expired = wrap("expired", now + soon);
      const shortly = wrap("shortly", now + 10_000); // time enough to renew it, on a slow machine too
      const renewed = wrap("renewed", now + 60_000);
      await put(store, "try:expired", expired, now + soon);
      await put(store, "try:renewed", shortly, now + 10_000);
      assert.equal(await store.swap("try:renewed", shortly, renewed, now + 60_000), true);
      await put(store, "op:forever", wrap("forever"));
      await setTimeout(soon + 20);
      await store.sweep(now + 20_000);
      const left = await store.read(["try:expired", "try:renewed", "op:forever"]);
      assert.deepEqual(left, [undefined, renewed, wrap("forever")]);
    }),
  );
}
