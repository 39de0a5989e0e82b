import type { Backend } from "../lib/contract/index.js";
import { MfaError } from "../lib/errors/index.js";
import { isKeyv, isKeyv6, type KeyvLike } from "../lib/store-kit/index.js";
import { isMap, memoryBackend } from "./memory.js";
import { isPostgres, postgresBackend } from "./postgres.js";
import { isRedis, redisBackend } from "./redis.js";
import { isAdapter, singleProcessBackend } from "./single-process.js";
import { isSqlite, sqliteBackend } from "./sqlite.js";
import { isValkey, valkeyBackend } from "./valkey.js";

/** The adapters that are known, each by the structure of the store in a Keyv instance. A new one is a file and a line. */
const known: readonly {
  recognises(store: unknown): boolean;
  backend(keyv: KeyvLike): Backend;
}[] = [
  { recognises: isMap, backend: memoryBackend },
  { recognises: isSqlite, backend: sqliteBackend },
  { recognises: isRedis, backend: redisBackend },
  { recognises: isValkey, backend: valkeyBackend },
  { recognises: isPostgres, backend: postgresBackend },
];

/**
 * The backend of the option `storage`: made by one of our helpers, or found in a Keyv instance.
 *
 * @throws `ERR_MFA_ADAPTER` for anything whose swap we do not know, unless `singleProcess` says that nobody else writes
 */
export function toBackend(storage: unknown, options: { readonly singleProcess: boolean }): Backend {
  if (isBackend(storage)) return storage;
  if (isKeyv6(storage)) {
    throw new MfaError("ERR_MFA_ADAPTER", {
      detail:
        "Keyv 6 writes a form that is not known here: npm install keyv@5, with the adapters of that version",
    });
  }
  if (!isKeyv(storage)) {
    throw new MfaError("ERR_MFA_ADAPTER", {
      detail:
        'option "storage" must be sqlite("file"), redis("redis://…"), postgres("postgres://…"), memory(), or a Keyv instance',
    });
  }
  const { store } = storage;
  storage.on("error", () => {}); // a fault reaches us where it happens; unheard, some versions throw it
  const adapter = known.find(({ recognises }) => recognises(store));
  if (adapter !== undefined) return adapter.backend(storage);
  const name = (store as { readonly constructor?: { readonly name?: string } } | undefined)?.constructor
    ?.name;
  if (!isAdapter(store)) {
    throw new MfaError("ERR_MFA_ADAPTER", {
      detail: `the Keyv adapter ${name} lacks get, set, delete or iterator`,
    });
  }
  if (options.singleProcess) return singleProcessBackend(storage);
  throw new MfaError("ERR_MFA_ADAPTER", {
    detail: `the Keyv adapter ${name} is not known, so two processes could not swap safely on it; use sqlite("file"), redis(url) or postgres(url), or say singleProcess: true if only one process will ever write`,
  });
}

function isBackend(value: unknown): value is Backend {
  const methods = ["open", "read", "swap", "list", "sweep", "close"];
  // Left out, `shared` would read as "nobody else writes", and what is held would be trusted for ever.
  if (typeof (value as { readonly shared?: unknown } | null)?.shared !== "boolean") return false;
  return methods.every((method) => typeof (value as Record<string, unknown> | null)?.[method] === "function");
}
