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
  /** Worth another try: the store was busy, not broken. */
  isBusy(error: unknown): boolean;
}

const tries = 5;

/**
 * The statements of a backend on a table `(key, value)`, as Keyv 5 makes it. Each is a single statement: an adapter shares
 * one connection, where BEGIN and COMMIT of two callers would mix.
 */
export function sqlBackend(dialect: Dialect, query: Query) {
  const { table, parameter: p, sortedKey } = dialect;
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
    const rows = await run(`SELECT key, value FROM ${table} WHERE key IN (${places})`, keys);
    const found = new Map(rows.map((row) => [String(row.key), String(row.value)]));
    return keys.map((key) => found.get(key));
  };

  return {
    read,

    async swap(key: string, previous: string | undefined, next: string | undefined): Promise<boolean> {
      if (previous === undefined && next === undefined) return (await read([key]))[0] === undefined;
      if (previous === undefined) {
        const insert = `INSERT INTO ${table} (key, value) VALUES (${p(1)}, ${p(2)})`;
        return won(`${insert} ON CONFLICT (key) DO NOTHING RETURNING 1`, [key, next]);
      }
      if (next === undefined) {
        return won(`DELETE FROM ${table} WHERE key = ${p(1)} AND value = ${p(2)} RETURNING 1`, [
          key,
          previous,
        ]);
      }
      const update = `UPDATE ${table} SET value = ${p(1)} WHERE key = ${p(2)} AND value = ${p(3)}`;
      return won(`${update} RETURNING 1`, [next, key, previous]);
    },

    /** By a range of keys, not by LIKE: there `_` and `%` of a name would mean anything. */
    async list(
      prefix: string,
      after: string | undefined,
      limit: number,
    ): Promise<(readonly [string, string])[]> {
      const where = `${inRange} AND ${sortedKey} > ${p(3)}`;
      const sql = `SELECT key, value FROM ${table} WHERE ${where} ORDER BY ${sortedKey} LIMIT ${p(4)}`;
      const rows = await run(sql, [prefix, pastPrefix(prefix), after ?? "", limit]);
      return rows.map((row) => [String(row.key), String(row.value)] as const);
    },

    /** One statement: a value renewed meanwhile has another expiry, and stays. */
    async sweep(prefix: string, now: number): Promise<number> {
      const where = `${inRange} AND ${dialect.expires} < ${p(3)}`;
      const rows = await run(`DELETE FROM ${table} WHERE ${where} RETURNING 1`, [
        prefix,
        pastPrefix(prefix),
        now,
      ]);
      return rows.length;
    },
  };
}
