import { expect } from "chai";
import fc from "fast-check";
import { type Gate, gate, scriptedBackend } from "./scripted-backend.js";
import { vaultOf } from "./vault-of.js";

const settle = async () => {
  for (let turn = 0; turn < 4; turn += 1) await new Promise(setImmediate);
};

const step = fc.oneof(
  fc.record({
    what: fc.constantFrom("add" as const, "peek" as const, "look" as const),
    key: fc.constantFrom("a", "b"),
  }),
  fc.record({
    what: fc.constantFrom("late read" as const, "late swap" as const),
    key: fc.constantFrom("a", "b"),
    side: fc.constantFrom("before", "after" as const),
  }),
  fc.record({
    what: fc.constantFrom("failed read" as const, "fail before" as const, "fail after" as const),
    key: fc.constantFrom("a", "b"),
  }),
  fc.record({ what: fc.constant("open" as const), nth: fc.nat(5) }),
);

describe("What a process holds, against a model", () => {
  for (const shared of [true, false]) {
    it(`never goes back behind what it has committed, in any order of late answers and faults (${shared ? "shared" : "its own"})`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          const backend = scriptedBackend({ shared });
          const { boxes, add } = vaultOf(backend, { clock: () => 1_000_000 });
          /** What this process has told somebody that it committed. */
          const told = new Map<string, number>();
          const gates: Gate[] = [];
          const work: Promise<unknown>[] = [];
          const adding = (key: string) =>
            add(key).then(
              (n) => void told.set(key, Math.max(n, told.get(key) ?? 0)),
              () => undefined,
            );
          const check = (key: string, seen: { n: number } | undefined, floor = told.get(key) ?? 0) =>
            expect(seen?.n ?? 0, key).to.be.at.least(floor);

          for (const one of steps) {
            if (one.what === "peek") {
              const held = boxes.peek(one.key);
              if (held !== undefined) check(one.key, held);
            } else if (one.what === "add") work.push(adding(one.key));
            else if (one.what === "look") {
              const floor = told.get(one.key) ?? 0;
              work.push(
                boxes.read(one.key).then(
                  (seen) => ({ seen, floor, key: one.key }),
                  () => undefined,
                ),
              );
            } else if (one.what === "failed read") {
              backend.next("read", "fail before");
              work.push(boxes.read(one.key, { fresh: true }).catch(() => undefined));
            } else if (one.what === "fail before" || one.what === "fail after") {
              backend.next("swap", one.what);
              work.push(adding(one.key));
            } else if (one.what === "open") gates[one.nth]?.open();
            else if (one.what === "late read" || one.what === "late swap") {
              const held = gate(one.side);
              gates.push(held);
              backend.next(one.what === "late read" ? "read" : "swap", held);
              work.push(
                one.what === "late read"
                  ? boxes.read(one.key, { fresh: true }).catch(() => undefined)
                  : adding(one.key),
              );
            }
            await settle();
          }
          for (const { open } of gates) open();
          for (const done of await Promise.all(work)) {
            const read = done as { seen?: { n: number }; floor: number; key: string } | undefined;
            if (read !== undefined && "floor" in read) check(read.key, read.seen, read.floor);
          }
          await settle();
          for (const key of ["a", "b"]) {
            const held = boxes.peek(key);
            if (held !== undefined) check(key, held);
            check(key, await boxes.read(key, { fresh: true }).catch(() => ({ n: Number.POSITIVE_INFINITY })));
          }
        }),
        { numRuns: 300 },
      );
    });
  }
});
