import { createRequire } from "node:module";
import type { HostChange, HostOperator, OperatorDirectory } from "../../lib/index.js";

interface Statements {
  run(sql: string, values: unknown[], done: (error: Error | null) => void): void;
  all(sql: string, values: unknown[], done: (error: Error | null, rows: Row[]) => void): void;
  close(done: () => void): void;
}
interface Row {
  readonly id: number;
  readonly login: string;
  readonly full_name: string | null;
  readonly mail: string | null;
  readonly job: string | null;
  readonly active: number;
  readonly password_hash: string | null;
}

const { Database } = createRequire(import.meta.url)("sqlite3") as {
  readonly Database: new (file: string) => Statements;
};

/** The people of a host, in a table of its own in SQLite, with its own names for things. */
export class HostTable {
  readonly #database = new Database(":memory:");
  /** How many questions it was asked. */
  asked = 0;
  /** What stands in for it, to fail or to hang. */
  instead: (() => Promise<never>) | undefined;

  async open(): Promise<this> {
    await this.run(
      `CREATE TABLE staff (id INTEGER PRIMARY KEY, login TEXT UNIQUE COLLATE NOCASE, full_name TEXT, mail TEXT,
       job TEXT, active INTEGER DEFAULT 1, password_hash TEXT)`,
    );
    return this;
  }

  run(sql: string, ...values: unknown[]): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#database.run(sql, values, (error) => (error === null ? resolve() : reject(error))),
    );
  }

  /** As a host's developer writes it. */
  directory({ writable = false } = {}): OperatorDirectory {
    const find = async (where: string, value: string) => {
      this.asked += 1;
      if (this.instead !== undefined) return this.instead();
      const [row] = await this.all(`SELECT * FROM staff WHERE ${where} = ?`, value);
      return row && toOperator(row);
    };
    return {
      findById: (id) => find("id", id),
      findByUsername: (username) => find("login", username.trim()),
      ...(writable && {
        update: async (id: string, { name, email }: HostChange) => {
          if (this.instead !== undefined) return this.instead();
          if (name !== undefined) await this.run("UPDATE staff SET full_name = ? WHERE id = ?", name, id);
          if (email !== undefined) await this.run("UPDATE staff SET mail = ? WHERE id = ?", email, id);
        },
      }),
    };
  }

  one(id: number): Promise<Row | undefined> {
    return this.all("SELECT * FROM staff WHERE id = ?", id).then(([row]) => row);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#database.close(() => resolve()));
  }

  /** Any question, as a host asks it. */
  all<T = Row>(sql: string, ...values: unknown[]): Promise<T[]> {
    return new Promise((resolve, reject) =>
      this.#database.all(sql, values, (error, rows) =>
        error === null ? resolve(rows as T[]) : reject(error),
      ),
    );
  }
}

function toOperator({
  id,
  login,
  full_name: name,
  mail: email,
  job: role,
  active,
  password_hash: hash,
}: Row): HostOperator {
  return {
    ...{ id, username: login, name, email, role, enabled: active === 1 },
    ...(hash !== null && { existing: { password: hash } }),
  };
}
