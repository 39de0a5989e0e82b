import type { Backend } from "../lib/contract/index.js";
import { MfaError } from "../lib/errors/index.js";
import { openedLater, optionalLibrary, type Query, said, serverOf } from "../lib/store-kit/index.js";
import { tableBackend } from "./keyv/postgres-table.js";

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
