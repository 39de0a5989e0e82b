import type { Backend } from "../lib/contract/index.js";
import { MfaError } from "../lib/errors/index.js";
import {
  type KeyvLike,
  openedLater,
  optionalLibrary,
  prefixed,
  type Query,
  type Scope,
  said,
  serverOf,
  sqlBackend,
} from "../lib/store-kit/index.js";

/** The part of `@keyv/postgres` 2 that we use. */
interface Adapter {
  readonly opts: {
    readonly dialect?: string;
    readonly table?: string;
    readonly schema?: string;
    readonly useUnloggedTable?: boolean;
  };
  query(sql: string, parameters: unknown[]): Promise<readonly Record<string, unknown>[]>;
  disconnect(): Promise<void>;
}

/** The same of `@keyv/postgres` 6. */
interface Adapter6 extends Pick<Adapter, "query" | "disconnect"> {
  readonly table: string;
  readonly schema: string;
  readonly useUnloggedTable: boolean;
}

export interface PostgresOptions {
  /** Connections of this process at most, 1 to 1,000. Default 10. */
  readonly max?: number;
  /** The table, made where there is none: small letters, digits and `_`, 48 at most. Default `keyv`, which is Keyv's own. */
  readonly table?: string;
}

/**
 * PostgreSQL (14 and later), by a pool of our own: a connection that is cut is replaced and ends nothing, and no statement
 * takes longer than 3 s.
 *
 * @param url `postgres://` or `postgresql://`; `?sslmode=verify-full` for TLS
 * @throws `ERR_MFA_OPTIONS` when `url` or the table is none; at the start `ERR_MFA_ADAPTER` when `pg` is not installed, and
 * `ERR_MFA_STORAGE` when the server cannot be reached
 */
export function postgres(url: string, { max = 10, table = "keyv" }: PostgresOptions = {}): Backend {
  const place = serverOf("postgres", url, ["postgres:", "postgresql:"]);
  if (!/^[a-z_][a-z0-9_]{0,47}$/.test(table) || !Number.isInteger(max) || max < 1 || max > 1000) {
    throw new MfaError("ERR_MFA_OPTIONS", {
      detail:
        "postgres(url, { max, table }): max is 1 to 1000; table is small letters, digits and _, at most 48",
    });
  }
  return openedLater({ name: "postgres", place }, async () => {
    const { default: pg } = await optionalLibrary("pg", "pg@8", () => import("pg"));
    const pool = new pg.Pool({
      connectionString: url,
      max,
      connectionTimeoutMillis: 3000,
      query_timeout: 3000,
      statement_timeout: 3000,
      keepAlive: true,
    });
    pool.on("error", () => {}); // of an idle connection; the next query has another
    const query: Query = async (text, parameters) => (await pool.query(text, [...parameters])).rows;
    const end = () => pool.end();
    const backend = tableBackend({ query, table: { schema: undefined, name: table }, start: "mfa:", end });
    await backend.open().catch(async (cause: unknown) => {
      await end();
      throw new MfaError("ERR_MFA_STORAGE", { detail: `${place} cannot be used: ${said(cause)}`, cause });
    });
    return backend;
  });
}

/** Is this the adapter of a Keyv instance that the host made? */
export function isPostgres(store: unknown): store is Adapter {
  const { query, opts } = (store ?? {}) as Partial<Adapter>;
  return typeof query === "function" && opts?.dialect === "postgres";
}

/** The same of a Keyv 6 instance. */
export function isPostgres6(store: unknown): store is Adapter6 {
  const { query, table, schema, useUnloggedTable } = (store ?? {}) as Partial<Adapter6>;
  const texts = typeof table === "string" && typeof schema === "string";
  return typeof query === "function" && texts && typeof useUnloggedTable === "boolean";
}

/** A backend on the pool of a Keyv 6 instance. */
export function postgres6Backend(keyv: KeyvLike): Backend {
  const adapter = keyv.store as Adapter6;
  refuseUnlogged(adapter.useUnloggedTable);
  return tableBackend({
    query: (text, parameters) => adapter.query(text, [...parameters]),
    table: { schema: adapter.schema, name: adapter.table },
    start: "",
    scope: {
      namespace: keyv.namespace ?? "",
      column: "COALESCE(namespace, '')",
      put: (parameter) => `NULLIF(${parameter}, '')`,
    },
    end: () => adapter.disconnect(),
  });
}

function refuseUnlogged(isUnlogged: boolean | undefined): void {
  if (!isUnlogged) return;
  throw new MfaError("ERR_MFA_ADAPTER", {
    detail:
      "useUnloggedTable: PostgreSQL empties such a table after a crash, and with it who has which second factor; leave it out",
  });
}

/** A backend on the pool of a Keyv instance. */
export function postgresBackend(keyv: KeyvLike): Backend {
  const adapter = keyv.store as Adapter;
  const { table: name = "keyv", schema = "public", useUnloggedTable } = adapter.opts;
  refuseUnlogged(useUnloggedTable);
  return tableBackend({
    query: (text, parameters) => adapter.query(text, [...parameters]),
    table: { schema, name },
    start: prefixed(keyv)(""),
    // Adapters of one URL share one pool: whoever closes first has ended it for all.
    end: () =>
      adapter.disconnect().catch((error: unknown) => {
        if (!/end on pool more than once/.test(said(error))) throw error;
      }),
  });
}

interface TableParts {
  readonly query: Query;
  readonly table: { readonly schema: string | undefined; readonly name: string };
  readonly start: string;
  /** Of Keyv 6, whose adapter makes the table. */
  readonly scope?: Scope;
  end(): Promise<void>;
}

function tableBackend({ query, table: { schema, name }, start, scope, end }: TableParts): Backend {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const table = schema === undefined ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
  const sortedKey = 'key COLLATE "C"';
  // The end of the text that `wrap` makes; others may keep theirs in the same table, and no JSON at all.
  const inValue = `(substring(value from '"expires":([0-9]{1,15})}$')::bigint)`;
  const expires = scope === undefined ? inValue : "expires";
  const sql = sqlBackend(
    { table, parameter: (n) => `$${n}`, sortedKey, expires, isBusy, ...(scope && { scope }) },
    query,
  );
  let closed: Promise<void> | undefined;
  return {
    name: "postgres",
    shared: true,
    async open() {
      const index = (suffix: string, on: string) =>
        `CREATE INDEX IF NOT EXISTS ${quoted(`${name}_${suffix}`)} ON ${table} (${on});`;
      if (scope !== undefined) await refuseForm5(query, table, scope.namespace);
      // One at a time: of several processes that make one table at once, all but one would fail.
      const make = () =>
        query(
          `DO $$ BEGIN
          PERFORM pg_advisory_xact_lock(hashtext('express-mfa'));
          ${scope === undefined ? `CREATE TABLE IF NOT EXISTS ${table} (key VARCHAR(255) PRIMARY KEY, value TEXT);` : ""}
          ${index("sorted", sortedKey)}
          ${scope === undefined ? index("expires", expires) : ""}
        END $$`,
          [],
        );
      // Keyv's own adapter makes the same table, and does not wait its turn.
      await make().catch((error: unknown) => {
        if (codeOf(error) !== "23505") throw error;
        return make();
      });
    },
    read: (keys) => sql.read(keys.map((key) => start + key)),
    swap: (key, previous, next, until) => sql.swap(start + key, previous, next, until),
    async list(prefix, after, limit) {
      const rows = await sql.list(start + prefix, after === undefined ? undefined : start + after, limit);
      return rows.map(([key, raw]) => [key.slice(start.length), raw] as const);
    },
    sweep: (now) => sql.sweep(start, now),
    async risks() {
      const [row] = await query("SHOW fsync", []);
      const { fsync } = row ?? {};
      return fsync === "off"
        ? ["PostgreSQL may lose what was committed when its machine stops: set fsync on"]
        : [];
    },
    close: () => (closed ??= end()),
  };
}

/** Keyv 6 takes a table of Keyv 5 over, and no longer sees what is in it: nobody would have a second factor. */
async function refuseForm5(query: Query, table: string, namespace: string): Promise<void> {
  if (namespace === "") return;
  const isOld = `namespace IS NULL AND left(key, ${namespace.length + 1}) =`;
  const rows = await query(`SELECT 1 FROM ${table} WHERE ${isOld} $1 LIMIT 1`, [`${namespace}:`]);
  if (rows.length === 0) return;
  const set = `key = substr(key, ${namespace.length + 2}), namespace = '${namespace}'`;
  throw new MfaError("ERR_MFA_ADAPTER", {
    detail: `the table ${table} has what Keyv 5 wrote, which Keyv 6 does not see: go back to Keyv 5, or stop every server and run UPDATE ${table} SET ${set} WHERE ${isOld} '${namespace}:'`,
  });
}

/** Serialisation failure and deadlock: <https://www.postgresql.org/docs/current/errcodes-appendix.html> */
function isBusy(error: unknown): boolean {
  return ["40001", "40P01"].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return String((error as { readonly code?: unknown } | null)?.code);
}
