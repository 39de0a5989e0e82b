import assert from "node:assert/strict";
import { wrap } from "../store-kit/index.js";
import type { Runner } from "./runner.js";
import { type OnStore, put } from "./storage-case.js";

type Text = string | undefined;

/** Every form of the swap: what is there, what it expects, what it puts, and whether it wins. */
const forms: readonly (readonly [form: string, there: Text, previous: Text, next: Text, wins: boolean])[] = [
  ["puts where nothing is", undefined, undefined, "new", true],
  ["puts only where nothing is", "old", undefined, "new", false],
  ["changes what is as expected", "old", "old", "new", true],
  ["changes nothing else", "other", "old", "new", false],
  ["does not make what it was to change", undefined, "old", "new", false],
  ["deletes what is as expected", "old", "old", undefined, true],
  ["deletes nothing else", "other", "old", undefined, false],
  ["does not delete twice", undefined, "old", undefined, false],
  ["confirms that nothing is there", undefined, undefined, undefined, true],
  ["tells that something is there", "old", undefined, undefined, false],
];

export function swapSuite({ describe, it }: Runner, onStore: OnStore): void {
  describe("swap", () => {
    const raw = (text: Text) => (text === undefined ? undefined : wrap(text));

    for (const [form, there, previous, next, wins] of forms) {
      it(
        form,
        onStore(async (store) => {
          if (there !== undefined) await put(store, "op:1", wrap(there));
          await put(store, "op:2", wrap("bystander"));
          assert.equal(await store.swap("op:1", raw(previous), raw(next)), wins, "what it says");
          const left = await store.read(["op:1", "op:2"]);
          assert.deepEqual(left, [raw(wins ? next : there), wrap("bystander")], "what is there then");
        }),
      );
    }

    it(
      "compares every character: case, blanks and the moment of expiry",
      onStore(async (store) => {
        const there = wrap("Text", Date.now() + 60_000);
        await put(store, "op:1", there);
        for (const near of [
          there.toLowerCase(),
          `${there} `,
          wrap("Text"),
          wrap("Text", Date.now() + 60_001),
        ])
          assert.equal(await store.swap("op:1", near, wrap("new")), false, near);
        assert.equal(await store.swap("op:1", there, wrap("new")), true);
      }),
    );

    it(
      "has one winner among 50 at once",
      onStore(async (store) => {
        await put(store, "op:1", wrap("start"));
        const tries = Array.from({ length: 50 }, (_, n) => store.swap("op:1", wrap("start"), wrap(`${n}`)));
        const winners = (await Promise.all(tries)).flatMap((won, n) => (won ? [n] : []));
        assert.equal(winners.length, 1, `${winners.length} won`);
        assert.deepEqual(await store.read(["op:1"]), [wrap(`${winners[0]}`)]);
      }),
    );

    it(
      "has one winner among those of two connections, where it is shared",
      onStore(async (store, { reopen }) => {
        if (!store.shared || reopen === undefined) return;
        const other = await reopen();
        await other.open();
        try {
          await put(store, "op:1", wrap("start"));
          const tries = Array.from({ length: 50 }, (_, n) =>
            (n % 2 === 0 ? store : other).swap("op:1", wrap("start"), wrap(`${n}`)),
          );
          const winners = (await Promise.all(tries)).flatMap((won, n) => (won ? [n] : []));
          assert.equal(winners.length, 1, `${winners.length} won`);
          for (const one of [store, other])
            assert.deepEqual(await one.read(["op:1"]), [wrap(`${winners[0]}`)], "both see it");
        } finally {
          await other.close();
        }
      }),
    );
  });
}
