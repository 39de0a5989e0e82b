import { pastPrefix } from "./range.js";

/** One SQL connection as an adapter has it: a statement with its parameters, and the rows that came back. */
export type Query = (
  sql: string,
  parameters: readonly unknown[],
) => Promise<readonly Record<string, unknown>[]>;

/** How one dialect says what all of them need. */
export interface Dialect {
  readonly table: string;
  /** The n-th parameter, from 1: `?` or `$1`. */
  parameter(n: number): string;
  /** The key as it sorts: by its bytes, whatever the language of the database. */
  readonly sortedKey: string;
  /** The milliseconds of `expires` in the JSON text of `value`, null where there is none. */
  readonly expires: string;
  /** Where the namespace is a column of its own, and no part of the key: as Keyv 6 has it. */
  readonly scope?: Scope;
  /** Worth another try: the store was busy, not broken. */
  isBusy(error: unknown): boolean;
}

/** A table of Keyv 6, with the columns `namespace` and `expires`. */
export interface Scope {
  /** Empty: none. */
  readonly namespace: string;
  /** The namespace of a row, as a text. */
  readonly column: string;
  /** What is put into the column, of a parameter. */
  put(parameter: string): string;
}

const tries = 5;

/**
 * The statements of a backend on a table `(key, value)`, as Keyv 5 makes it, or Keyv 6 with two columns more. Each is a single statement: an adapter shares
 * one connection, where BEGIN and COMMIT of two callers would mix.
 */
export function sqlBackend(dialect: Dialect, query: Query) {
  const { table, parameter: p, sortedKey, scope } = dialect;
  const own = scope === undefined ? [] : [scope.namespace];
  /** Of our namespace; its parameter is the n-th, and the last of the condition. */
  const ours = (n: number) => (scope === undefined ? "" : ` AND ${scope.column} = ${p(n)}`);
  const inRange = `${sortedKey} >= ${p(1)} AND ${sortedKey} < ${p(2)}`;
  const run = async (sql: string, parameters: readonly unknown[]) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await query(sql, parameters);
      } catch (error) {
        if (attempt >= tries || !dialect.isBusy(error)) throw error;
      }
    }
  };
  const won = async (sql: string, parameters: readonly unknown[]) =>
    (await run(sql, parameters)).length === 1;

  const read = async (keys: readonly string[]): Promise<(string | undefined)[]> => {
    if (keys.length === 0) return [];
    const places = keys.map((_, index) => p(index + 1)).join(", ");
    const rows = await run(
      `SELECT key, value FROM ${table} WHERE key IN (${places})${ours(keys.length + 1)}`,
      [...keys, ...own],
    );
    const found = new Map(rows.map((row) => [String(row.key), String(row.value)]));
    return keys.map((key) => found.get(key));
  };

  return {
    read,

    /** @param expires kept in a column of its own where there is one; the value has it in any case */
    async swap(
      key: string,
      previous: string | undefined,
      next: string | undefined,
      expires?: number,
    ): Promise<boolean> {
      const until = scope === undefined ? [] : [expires === undefined ? null : Math.ceil(expires)];
      if (previous === undefined && next === undefined) return (await read([key]))[0] === undefined;
      if (previous === undefined) {
        const [columns, more, unique] =
          scope === undefined
            ? ["", "", "key"]
            : [", namespace, expires", `, ${scope.put(p(3))}, ${p(4)}`, `key, ${scope.column}`];
        const insert = `INSERT INTO ${table} (key, value${columns}) VALUES (${p(1)}, ${p(2)}${more})`;
        return won(`${insert} ON CONFLICT (${unique}) DO NOTHING RETURNING 1`, [key, next, ...own, ...until]);
      }
      if (next === undefined) {
        const where = `key = ${p(1)} AND value = ${p(2)}${ours(3)}`;
        return won(`DELETE FROM ${table} WHERE ${where} RETURNING 1`, [key, previous, ...own]);
      }
      const n = 1 + until.length;
      const set = `value = ${p(1)}${scope === undefined ? "" : `, expires = ${p(2)}`}`;
      const where = `key = ${p(n + 1)} AND value = ${p(n + 2)}${ours(n + 3)}`;
      return won(`UPDATE ${table} SET ${set} WHERE ${where} RETURNING 1`, [
        ...[next, ...until],
        ...[key, previous, ...own],
      ]);
    },

    /** By a range of keys, not by LIKE: there `_` and `%` of a name would mean anything. */
    async list(
      prefix: string,
      after: string | undefined,
      limit: number,
    ): Promise<(readonly [string, string])[]> {
      const where = `${inRange} AND ${sortedKey} > ${p(3)}${ours(4)}`;
      const order = `ORDER BY ${sortedKey} LIMIT ${p(4 + own.length)}`;
      const sql = `SELECT key, value FROM ${table} WHERE ${where} ${order}`;
      const rows = await run(sql, [prefix, pastPrefix(prefix), after ?? "", ...own, limit]);
      return rows.map((row) => [String(row.key), String(row.value)] as const);
    },

    /** One statement: a value renewed meanwhile has another expiry, and stays. */
    async sweep(prefix: string, now: number): Promise<number> {
      const where = `${inRange} AND ${dialect.expires} < ${p(3)}${ours(4)}`;
      const rows = await run(`DELETE FROM ${table} WHERE ${where} RETURNING 1`, [
        prefix,
        pastPrefix(prefix),
        ...[Math.floor(now), ...own],
      ]);
      return rows.length;
    },
  };
}
