import type { HostOperator, MfaOptions } from "express-mfa";

/** A query of your database: PostgreSQL's `pool.query`, SQLite's `all`. */
export type Query = (sql: string, value: string) => Promise<HostOperator[]>;

export function people(query: Query): NonNullable<MfaOptions["directory"]> {
  const columns =
    "id, login AS username, full_name AS name, mail AS email, job AS role, password_hash AS hash";
  const one = async (where: string, value: string) => {
    const [row] = await query(`SELECT ${columns} FROM staff WHERE active AND ${where} = $1`, value);
    const { hash } = (row ?? {}) as { hash?: string };
    return row && { ...row, ...(hash && { existing: { password: hash } }) }; // bcrypt or Argon2, taken over once
  };
  return {
    operators: {
      findById: (id) => one("id", id), // with each request: whoever is not there any more is out
      findByUsername: (name) => one("login", name),
      // update: (id, { name, email }) => …  makes the table writable from the operator card
    },
    roles: { admin: "engineer" },
  };
}
