import type { Backend } from "../../lib/contract/index.js";
import { MfaError } from "../../lib/errors/index.js";
import { type Query, type Scope, sqlBackend } from "../../lib/store-kit/index.js";
import { once } from "./once.js";
import { sqlCalls } from "./sql-calls.js";

interface TableParts {
  readonly query: Query;
  readonly table: { readonly schema: string | undefined; readonly name: string };
  readonly start: string;
  /** Of Keyv 6, whose adapter makes the table. */
  readonly scope?: Scope;
  end(): Promise<void>;
}

/** A backend on one table of PostgreSQL, in the form of Keyv: our own pool and an adapter of the host share it. */
export function tableBackend({ query, table: { schema, name }, start, scope, end }: TableParts): Backend {
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
    ...sqlCalls(start, sql),
    async risks() {
      const [row] = await query("SHOW fsync", []);
      const { fsync } = row ?? {};
      return fsync === "off"
        ? ["PostgreSQL may lose what was committed when its machine stops: set fsync on"]
        : [];
    },
    close: once(end),
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
