import { setTimeout } from "node:timers/promises";
import type { Backend } from "../../lib/contract/index.js";
import { MfaError } from "../../lib/errors/index.js";
import { type Dialect, type Query, said, sqlBackend } from "../../lib/store-kit/index.js";
import { once } from "./once.js";
import { sqlCalls } from "./sql-calls.js";

/** Milliseconds that a writer waits for another process's commit; 1 s is the adapter's own. */
export const busyTimeout = 5000;

interface FileParts {
  readonly query: Query;
  readonly dialect: Pick<Dialect, "table" | "expires" | "scope">;
  readonly start: string;
  readonly index: string | undefined;
  end(): Promise<void>;
}

/** A backend on the table in one file of SQLite. */
export function fileBackend({ query, dialect, start, index, end }: FileParts): Backend {
  const sql = sqlBackend({ ...dialect, parameter: () => "?", sortedKey: "key", isBusy }, query);
  // The adapter connects by itself. That it could not is told at `open`; until then the rejection must have a holder, or
  // it would end the process.
  query("SELECT 1", []).catch(() => {});
  return {
    name: "sqlite",
    shared: true,
    async open() {
      await query(`PRAGMA busy_timeout = ${busyTimeout}`, []).catch((cause: unknown) => {
        throw isBusy(cause) ? impatient(cause) : cause;
      });
      await whileBusy(() => query("PRAGMA journal_mode = WAL", []));
      await query("PRAGMA synchronous = FULL", []);
      if (index !== undefined) await whileBusy(() => query(index, []));
    },
    ...sqlCalls(start, sql),
    close: once(end),
  };
}

/** The adapter of Keyv 6 waits for nobody unless it is told to, and makes its table before we can tell it. */
function impatient(cause: unknown): MfaError {
  return new MfaError("ERR_MFA_STORAGE", {
    detail:
      "another process had the SQLite file while it was opened: make the adapter with busyTimeout: 5000",
    cause,
  });
}

function isBusy(error: unknown): boolean {
  return /SQLITE_BUSY|SQLITE_LOCKED|database (table )?is locked/.test(said(error));
}

/**
 * Tries again where SQLite itself does not: of several processes that turn a fresh file to WAL at one moment all but one
 * are told that it is busy, at once and whatever the busy timeout says.
 */
async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
  for (const end = performance.now() + busyTimeout; ; ) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
      await setTimeout(10 + Math.random() * 20);
    }
  }
}
