import { open as openFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { Backend } from "../lib/contract/index.js";
import { MfaError } from "../lib/errors/index.js";
import {
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

/**
 * SQLite in one file, for one server. WAL, and every commit on the disk before it is told (`synchronous = FULL`).
 *
 * @param path the file; made with mode 0600 where there is none. The folder must be there.
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

/** A backend on the connection of a Keyv instance. */
export function sqliteBackend(keyv: Pick<KeyvLike, "store" | "namespace">): Backend {
  const adapter = keyv.store as Adapter;
  const key = prefixed(keyv as KeyvLike);
  const start = key("");
  const table = adapter.opts.table ?? "keyv";
  // Others may keep theirs in the same table, and no JSON at all.
  const expires = "CASE WHEN json_valid(value) THEN json_extract(value, '$.expires') END";
  const sql = sqlBackend(
    {
      table,
      parameter: () => "?",
      sortedKey: "key",
      expires,
      isBusy,
    },
    (text, parameters) => adapter.query(text, ...parameters),
  );
  let closed: Promise<void> | undefined;
  // The adapter connects by itself. That it could not is told at `open`; until then the rejection must have a holder, or
  // it would end the process.
  adapter.query("SELECT 1").catch(() => {});
  return {
    name: "sqlite",
    shared: true,
    async open() {
      await adapter.query(`PRAGMA busy_timeout = ${busyTimeout}`);
      await whileBusy(() => adapter.query("PRAGMA journal_mode = WAL"));
      await adapter.query("PRAGMA synchronous = FULL");
      // Without it a sweep would read every value that there is.
      await whileBusy(() =>
        adapter.query(`CREATE INDEX IF NOT EXISTS ${table}_expires ON ${table} (${expires})`),
      );
    },
    read: (keys) => sql.read(keys.map(key)),
    swap: (name, previous, next) => sql.swap(key(name), previous, next),
    async list(prefix, after, limit) {
      const rows = await sql.list(key(prefix), after === undefined ? undefined : key(after), limit);
      return rows.map(([name, raw]) => [name.slice(start.length), raw] as const);
    },
    sweep: (now) => sql.sweep(start, now),
    close: () => (closed ??= adapter.close()),
  };
}

/** Milliseconds that a writer waits for another process's commit; 1 s is the adapter's own. */
const busyTimeout = 5000;

function isBusy(error: unknown): boolean {
  return /SQLITE_BUSY|SQLITE_LOCKED/.test(said(error));
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
