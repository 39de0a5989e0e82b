import type { Backend } from "../../lib/contract/index.js";
import { MfaError } from "../../lib/errors/index.js";
import { type KeyvLike, prefixed, said } from "../../lib/store-kit/index.js";
import { tableBackend } from "./postgres-table.js";

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
