import type { Backend } from "../../lib/contract/index.js";
import { type KeyvLike, prefixed } from "../../lib/store-kit/index.js";
import { fileBackend } from "./sqlite-file.js";

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
    query: (text, parameters) => adapter.query(text, ...parameters),
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
    query: (text, parameters) => adapter.query(text, ...parameters),
    dialect: { table: `"${adapter.table}"`, expires: "expires", scope },
    start: "",
    index: undefined,
    end: () => adapter.disconnect(),
  });
}
