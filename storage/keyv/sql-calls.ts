import type { Backend } from "../../lib/contract/index.js";
import type { sqlBackend } from "../../lib/store-kit/index.js";

/**
 * The calls of a backend on one table.
 *
 * @param start what the keys in the table begin with
 */
export function sqlCalls(
  start: string,
  sql: ReturnType<typeof sqlBackend>,
): Pick<Backend, "read" | "swap" | "list" | "sweep"> {
  return {
    read: (keys) => sql.read(keys.map((key) => start + key)),
    swap: (key, ...change) => sql.swap(start + key, ...change),
    async list(prefix, after, limit) {
      const rows = await sql.list(start + prefix, after === undefined ? undefined : start + after, limit);
      return rows.map(([key, raw]) => [key.slice(start.length), raw] as const);
    },
    sweep: (now) => sql.sweep(start, now),
  };
}
