import { open as openFile } from "node:fs/promises";
import type { Backend } from "../lib/contract/index.js";
import { MfaError } from "../lib/errors/index.js";
import { openedLater, optionalLibrary, said } from "../lib/store-kit/index.js";
import { sqliteBackend } from "./keyv/sqlite.js";
import { busyTimeout } from "./keyv/sqlite-file.js";

/**
 * SQLite in one file, for one server. WAL, and every commit on the disk before it is told (`synchronous = FULL`).
 *
 * @param path The file; made with mode 0600 where there is none. The folder must be there.
 * @throws `ERR_MFA_ADAPTER` when `@keyv/sqlite` is not installed
 */
export function sqlite(path: string): Backend {
  if (typeof path !== "string" || path === "") {
    throw new MfaError("ERR_MFA_OPTIONS", { detail: "sqlite(path): the path of a file is needed" });
  }
  return openedLater({ name: "sqlite", place: path }, async () => {
    await prepareFile(path);
    const { KeyvSqlite: Sqlite } = await optionalLibrary(
      "@keyv/sqlite",
      "@keyv/sqlite@4",
      () => import("@keyv/sqlite"),
    );
    // Its constructor would make a table of version 4 over into its own, in steps that a crash may part.
    if ("capabilities" in Sqlite.prototype) {
      throw new MfaError("ERR_MFA_ADAPTER", {
        detail:
          'sqlite(path) is made for @keyv/sqlite 4: npm install @keyv/sqlite@4, or give a Keyv 6 instance: new Keyv({ store: new KeyvSqlite({ uri, busyTimeout: 5000 }), namespace: "mfa" })',
      });
    }
    const adapter = new Sqlite({ uri: `sqlite://${path}`, busyTimeout });
    adapter.on("error", () => {}); // told by the first query too, which we wait for
    const backend = sqliteBackend({ store: adapter, namespace: "mfa" });
    await backend.open().catch((cause: unknown) => {
      throw new MfaError("ERR_MFA_STORAGE", {
        detail: `${path} cannot be used as an SQLite file: ${said(cause)}`,
        cause,
      });
    });
    return backend;
  });
}

/** Makes the file ours alone before the library opens it; a folder that is missing is told here. */
async function prepareFile(path: string): Promise<void> {
  if (path === ":memory:") return;
  try {
    await (await openFile(path, "a", 0o600)).close();
  } catch (cause) {
    throw new MfaError("ERR_MFA_STORAGE", { detail: `${path} cannot be opened: ${said(cause)}`, cause });
  }
}
