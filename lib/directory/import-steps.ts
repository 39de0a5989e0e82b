import type { Clock } from "../contract/index.js";
import type { OperatorRecord } from "../core/record.js";
import { type SystemRecord, withEngineer } from "../core/system.js";
import { MfaError } from "../errors/index.js";
import type { Collection } from "../store/types.js";
import { entryOf, newRecord, systemId } from "./directory.js";
import type { LineError } from "./import-file.js";
import { byName } from "./index-entry.js";
import type { ImportHead, ImportRow } from "./journal.js";
import type { Names } from "./names.js";
import type { OperatorIndex } from "./operator-index.js";

/** What an import does between two states of its journal. Each step can be done again from its start. */
export interface ImportSteps {
  /** Keeps what is to be done. */
  note(id: string, rows: readonly ImportRow[]): Promise<void>;
  /** Claims the names; then all of them come, or none. */
  prepare(id: string, current: ImportHead): Promise<ImportHead>;
  /** Writes the records. */
  apply(id: string, current: ImportHead): Promise<ImportHead>;
  undo(id: string, current: ImportHead, errors: readonly LineError[]): Promise<ImportHead>;
}

export interface ImportStepsParts {
  readonly rows: Collection<readonly ImportRow[]>;
  readonly operators: Collection<OperatorRecord>;
  readonly names: Names;
  readonly system: Collection<SystemRecord>;
  readonly index: OperatorIndex;
  readonly clock: Clock;
  /** The next state of the journal. Throws where somebody else is at it by now. */
  write(id: string, from: ImportHead["state"], change: Partial<ImportHead>): Promise<ImportHead>;
}

const perChunk = 250;
/** By name, so that each part of the index is written few times. */
const perIndex = 1000;
/** Side by side: a store of one process writes them one after the other, one of a network does not wait for each. */
const abreast = 25;

export function createImportSteps(parts: ImportStepsParts): ImportSteps {
  const { rows, operators, names, system, index, clock, write } = parts;

  /** Each row, some side by side; after each chunk the journal says how far it is. */
  const each = async (
    id: string,
    { rows: count }: ImportHead,
    from: number,
    work: (row: ImportRow) => Promise<void>,
    after: (done: number) => Promise<unknown>,
  ) => {
    for (let at = from - (from % perChunk); at < count; at += perChunk) {
      const some = (await rows.read(chunkKey(id, at))) ?? [];
      for (let one = 0; one < some.length; one += abreast)
        await Promise.all(some.slice(one, one + abreast).map(work));
      await after(Math.min(count, at + perChunk));
    }
  };

  const undo = async (id: string, current: ImportHead, errors: readonly LineError[]) => {
    await each(
      id,
      current,
      0,
      ({ id: operator, username }) => names.release(username, operator),
      () => write(id, "preparing", {}),
    );
    await forget(id, current);
    return write(id, "preparing", {
      state: "undone",
      ...(errors.length > 0 && { errors: errors.slice(0, 100) }),
    });
  };

  const prepare = async (id: string, current: ImportHead) => {
    const errors: LineError[] = [];
    await each(
      id,
      current,
      0,
      async ({ id: operator, username, line }) => {
        if (!(await names.claim(username, { operator, import: id })))
          errors.push({ line, field: "username", error: "taken" });
      },
      () => write(id, "preparing", {}),
    );
    if (errors.length === 0 && !(await mayStill(current)))
      errors.push({ line: 1, field: "line", error: "noEngineer" });
    if (errors.length > 0) return undo(id, current, errors);
    return apply(id, await write(id, "preparing", { state: "committed" }));
  };

  const apply = async (id: string, current: ImportHead) => {
    const all: ImportRow[] = [];
    await each(
      id,
      current,
      0,
      async (row) => void all.push(row),
      () => write(id, "committed", {}),
    );
    const listed = all.map((row) => entryOf(row, clock())).sort(byName);
    for (let at = 0; at < listed.length; at += perIndex) {
      await index.put(listed.slice(at, at + perIndex));
      await write(id, "committed", {});
    }
    await each(
      id,
      current,
      current.done,
      async (row) => {
        // Whoever was taken out again meanwhile does not come back.
        if ((await names.owner(row.username)) !== row.id) return;
        await operators.update(row.id, (record) => ({
          next: record ?? newRecord(row, row.id, []),
          outcome: undefined,
        }));
      },
      (done) => write(id, "committed", { done }),
    );
    const engineers = all.filter(({ role }) => role === "engineer");
    const given = engineers.length === 0 || (await giveRoles(engineers, current));
    await forget(id, current);
    const errors = given ? [] : engineers.map(({ line }) => ({ line, field: "role", error: "noEngineer" }));
    return write(id, "committed", {
      state: "done",
      ...(errors.length > 0 && { errors: errors.slice(0, 100) }),
    });
  };

  /** Who began it may have been put out since: then it goes no further, and makes nobody an engineer. */
  const isEngineer = ({ engineers }: SystemRecord, { by }: ImportHead) => by === "" || engineers.includes(by);
  const mayStill = async (current: ImportHead) => {
    const record = await system.read(systemId, { fresh: true });
    return record !== undefined && isEngineer(record, current);
  };
  const giveRoles = (rows: readonly ImportRow[], current: ImportHead) =>
    system.update(systemId, (record) => {
      if (record === undefined) throw new MfaError("ERR_MFA_CLOSED");
      if (!isEngineer(record, current)) return { next: record, outcome: false };
      return { next: rows.reduce((next, row) => withEngineer(next, row.id), record), outcome: true };
    });

  /** Before the journal says that it is over: what is left of a crash here is cleared by whoever takes it up. */
  const forget = async (id: string, { rows: count }: ImportHead) => {
    for (let at = 0; at < count; at += perChunk)
      await rows.update(chunkKey(id, at), () => ({ next: undefined, outcome: undefined }));
  };

  return {
    async note(id, all) {
      for (let at = 0; at < all.length; at += perChunk) {
        const next = all.slice(at, at + perChunk);
        await rows.update(chunkKey(id, at), () => ({ next, outcome: undefined }));
      }
    },
    prepare,
    apply,
    undo,
  };
}

function chunkKey(id: string, at: number): string {
  return `${id}.${Math.floor(at / perChunk)}`;
}
