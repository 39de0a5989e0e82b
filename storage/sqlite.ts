import { open as openFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { Backend } from "../lib/contract/index.js";
import { MfaError } from "../lib/errors/index.js";
import {
  type Dialect,
  type KeyvLike,
  openedLater,
  optionalLibrary,
  prefixed,
  said,
  sqlBackend,
} from "../lib/store-kit/index.js";

/** The part of `@keyv/sqlite` 4 that we use. */
interface Adapter {
  query(sql: string, ...parameters: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
  readonly opts: { readonly dialect?: string; readonly table?: string };
}

/** The same of `@keyv/sqlite` 6. */
interface Adapter6 extends Pick<Adapter, "query"> {
  readonly table: string;
  readonly wal: boolean;
  disconnect(): Promise<void>;
}

/**
 * SQLite in one file, for one server. WAL, and every commit on the disk before it is told (`synchronous = FULL`).
 *
 * @param path The file; made with mode 0600 where there is none. The folder must be there.
 * @throws `ERR_MFA_ADAPTER` when `@keyv/sqlite` is not installed
 */
export function sqlite(path: string): Backend {
  if (typeof path !== "string" || path === "") {
    throw new MfaError("ERR_MFA_OPTIONS", { detail: "sqlite(path): the path of a file is needed" });
  }
  return openedLater({ name: "sqlite", place: path }, async () => {
    await prepareFile(path);
    const { KeyvSqlite: Sqlite } = await optionalLibrary(
      "@keyv/sqlite",
      "@keyv/sqlite@4",
      () => import("@keyv/sqlite"),
    );
    // Its constructor would make a table of version 4 over into its own, in steps that a crash may part.
    if ("capabilities" in Sqlite.prototype) {
      throw new MfaError("ERR_MFA_ADAPTER", {
        detail:
          'sqlite(path) is made for @keyv/sqlite 4: npm install @keyv/sqlite@4, or give a Keyv 6 instance: new Keyv({ store: new KeyvSqlite({ uri, busyTimeout: 5000 }), namespace: "mfa" })',
      });
    }
    const adapter = new Sqlite({ uri: `sqlite://${path}`, busyTimeout });
    adapter.on("error", () => {}); // told by the first query too, which we wait for
    const backend = sqliteBackend({ store: adapter, namespace: "mfa" });
    await backend.open().catch((cause: unknown) => {
      throw new MfaError("ERR_MFA_STORAGE", {
        detail: `${path} cannot be used as an SQLite file: ${said(cause)}`,
        cause,
      });
    });
    return backend;
  });
}

/** Is this the adapter of a Keyv instance that the host made? */
export function isSqlite(store: unknown): store is Adapter {
  const { query, close, opts } = (store ?? {}) as Partial<Adapter>;
  return typeof query === "function" && typeof close === "function" && opts?.dialect === "sqlite";
}

/** The same of a Keyv 6 instance. */
export function isSqlite6(store: unknown): store is Adapter6 {
  const { query, table, wal } = (store ?? {}) as Partial<Adapter6>;
  return typeof query === "function" && typeof table === "string" && typeof wal === "boolean";
}

/** A backend on the connection of a Keyv instance. */
export function sqliteBackend(keyv: Pick<KeyvLike, "store" | "namespace">): Backend {
  const adapter = keyv.store as Adapter;
  const table = adapter.opts.table ?? "keyv";
  // Others may keep theirs in the same table, and no JSON at all.
  const expires = "CASE WHEN json_valid(value) THEN json_extract(value, '$.expires') END";
  return fileBackend({
    adapter,
    dialect: { table, expires },
    start: prefixed(keyv as KeyvLike)(""),
    // Without it a sweep would read every value that there is.
    index: `CREATE INDEX IF NOT EXISTS ${table}_expires ON ${table} (${expires})`,
    end: () => adapter.close(),
  });
}

/** A backend on the connection of a Keyv 6 instance. Its library waits for other processes in the place, not beside it. */
export function sqlite6Backend(keyv: KeyvLike): Backend {
  const adapter = keyv.store as Adapter6;
  const scope = {
    namespace: keyv.namespace ?? "",
    column: "namespace",
    put: (parameter: string) => parameter,
  };
  return fileBackend({
    adapter,
    dialect: { table: `"${adapter.table}"`, expires: "expires", scope },
    start: "",
    index: undefined,
    end: () => adapter.disconnect(),
  });
}

interface FileParts {
  readonly adapter: Pick<Adapter, "query">;
  readonly dialect: Pick<Dialect, "table" | "expires" | "scope">;
  readonly start: string;
  readonly index: string | undefined;
  end(): Promise<void>;
}

function fileBackend({ adapter, dialect, start, index, end }: FileParts): Backend {
  const sql = sqlBackend({ ...dialect, parameter: () => "?", sortedKey: "key", isBusy }, (text, parameters) =>
    adapter.query(text, ...parameters),
  );
  let closed: Promise<void> | undefined;
  // The adapter connects by itself. That it could not is told at `open`; until then the rejection must have a holder, or
  // it would end the process.
  adapter.query("SELECT 1").catch(() => {});
  return {
    name: "sqlite",
    shared: true,
    async open() {
      await adapter.query(`PRAGMA busy_timeout = ${busyTimeout}`).catch((cause: unknown) => {
        throw isBusy(cause) ? impatient(cause) : cause;
      });
      await whileBusy(() => adapter.query("PRAGMA journal_mode = WAL"));
      await adapter.query("PRAGMA synchronous = FULL");
      if (index !== undefined) await whileBusy(() => adapter.query(index));
    },
    read: (keys) => sql.read(keys.map((key) => start + key)),
    swap: (key, previous, next, expires) => sql.swap(start + key, previous, next, expires),
    async list(prefix, after, limit) {
      const rows = await sql.list(start + prefix, after === undefined ? undefined : start + after, limit);
      return rows.map(([name, raw]) => [name.slice(start.length), raw] as const);
    },
    sweep: (now) => sql.sweep(start, now),
    close: () => (closed ??= end()),
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

/** Milliseconds that a writer waits for another process's commit; 1 s is the adapter's own. */
const busyTimeout = 5000;

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

/** Makes the file ours alone before the library opens it; a folder that is missing is told here. */
async function prepareFile(path: string): Promise<void> {
  if (path === ":memory:") return;
  try {
    await (await openFile(path, "a", 0o600)).close();
  } catch (cause) {
    throw new MfaError("ERR_MFA_STORAGE", { detail: `${path} cannot be opened: ${said(cause)}`, cause });
  }
}
