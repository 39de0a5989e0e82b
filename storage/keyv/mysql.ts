import { MfaError } from "../../lib/errors/index.js";

/** The part of `@keyv/mysql` 2 that it is known by. */
interface Adapter {
  readonly opts: { readonly dialect: "mysql" };
}

export function isMysql(store: unknown): store is Adapter {
  return (store as Partial<Adapter> | null | undefined)?.opts?.dialect === "mysql";
}

/**
 * Not exact: the table of the adapter takes names that differ in case, accent or a final blank for one, and its `TEXT` ends
 * at 64 KB, where a server that is not strict cuts a value off and says that it was written.
 */
export function refuseMysql(): never {
  throw new MfaError("ERR_MFA_ADAPTER", {
    detail:
      'the table of @keyv/mysql takes keys that differ in case or in a final blank for one, and may cut a value off: use postgres("postgres://…"), redis("redis://…") or sqlite("file")',
  });
}
