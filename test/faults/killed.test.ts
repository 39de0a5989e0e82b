import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { memory } from "../../storage/memory.js";
import { sqlite } from "../../storage/sqlite.js";
import { needs } from "../support/needs.js";
import { casesOf, createTallies, isSoak, tryAll } from "./cases.js";
import { startChild } from "./child.js";
import type { Blow, Call, Fate } from "./faulty-store.js";
import type { Flow } from "./flow.js";
import { flows } from "./flows/index.js";
import { type House, house } from "./house.js";
import { judge, walkThrough } from "./judge.js";
import { filled, startStage } from "./stage.js";

/**
 * What dies at a read, or before a write, leaves what one leaves that dies after the write before it: only in soak each is tried.
 * An import has many writes of one kind, and a test of its own.
 */
function fates(flow: Flow): (call: Call, number: number) => readonly Fate[] {
  return ({ kind }, number) => {
    if (kind !== "swap") return isSoak ? ["dies before"] : [];
    if (isSoak || number === 1) return ["dies before", "dies after"];
    return flow.name === "import" && number % 3 !== 0 ? [] : ["dies after"];
  };
}

describe("A server that is killed at a call of the store, and another one on the same file: the same", function () {
  this.timeout(3_600_000);
  const tallies = createTallies("Processes that were killed at a call of the store");
  let folder: string;
  before(needs("oathtool"));
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "express-mfa-killed-"));
  });
  after(async () => {
    tallies.print();
    await rm(folder, { recursive: true });
  });

  /** The database of a house, once for all cases. */
  const templates = new Map<string, Promise<string>>();
  const templateOf = (prepared: House): Promise<string> => {
    const make = async () => {
      const file = join(folder, `${prepared.name}.sqlite`);
      await (await filled(sqlite(file), prepared)).close();
      return file;
    };
    const known = templates.get(prepared.name) ?? make();
    templates.set(prepared.name, known);
    return known;
  };

  /** What a walk calls where nothing goes wrong. */
  const callsOf = async (flow: Flow): Promise<readonly Call[]> => {
    const prepared = await house(flow.house);
    const stage = await startStage(prepared, { storage: await filled(memory(), prepared), at: prepared.at });
    try {
      stage.store.watch();
      expect((await walkThrough(flow.begin(prepared), stage))?.message, "without a fault").to.equal(
        undefined,
      );
      return stage.store.calls;
    } finally {
      await stage.close();
    }
  };

  /** Whether it was killed where it was to be. */
  const tryOne = async (flow: Flow, blow: Blow): Promise<boolean> => {
    const prepared = await house(flow.house);
    const file = join(
      folder,
      `${flow.name}-${blow.number}-${blow.writes}-${blow.fate}.sqlite`.replaceAll(" ", "-"),
    );
    await copyFile(await templateOf(prepared), file);
    const walk = flow.begin(prepared);
    const child = await startChild(prepared, file, blow);
    let signal: string | null;
    try {
      const stopped = await walkThrough(walk, child);
      signal = await child.ended();
      if (signal === "SIGKILL" && stopped?.answer !== undefined) throw stopped;
    } finally {
      await child.close();
    }
    const stage = await startStage(prepared, { storage: sqlite(file), at: child.now() });
    try {
      await judge(walk, stage);
    } finally {
      await stage.close();
    }
    return signal === "SIGKILL";
  };

  for (const flow of flows) {
    it(flow.name, async () => {
      const calls = await callsOf(flow);
      const cases = casesOf(calls, fates(flow));
      let killed = 0;
      const tally = await tryAll(cases, 2, async (blow) => {
        if (await tryOne(flow, blow)) killed += 1;
      });
      tallies.add(flow, calls, tally);
      expect(tally.failed.join("\n")).to.equal("");
      expect(killed / cases.length, "cases in which it was killed").to.be.above(0.7);
    });
  }
});
