import type { Backend } from "../lib/contract/index.js";
import { MfaError } from "../lib/errors/index.js";
import { isAdapter6, isKeyv, isKeyv6, type KeyvLike } from "../lib/store-kit/index.js";
import { isMap, isMemory6, memory6Backend, memoryBackend } from "./keyv/memory.js";
import { isMysql, refuseMysql } from "./keyv/mysql.js";
import { isPostgres, isPostgres6, postgres6Backend, postgresBackend } from "./keyv/postgres.js";
import { isRedis, redisBackend } from "./keyv/redis.js";
import { isAdapter, singleProcessBackend } from "./keyv/single-process.js";
import { isSqlite, isSqlite6, sqlite6Backend, sqliteBackend } from "./keyv/sqlite.js";
import { isValkey, valkeyBackend } from "./keyv/valkey.js";

interface Known {
  recognises(store: unknown): boolean;
  backend(keyv: KeyvLike): Backend;
}

/** The adapters that are known, each by the structure of the store in a Keyv instance. A new one is a file and a line. */
const known: readonly Known[] = [
  { recognises: isMap, backend: memoryBackend },
  { recognises: isSqlite, backend: sqliteBackend },
  { recognises: isRedis, backend: redisBackend },
  { recognises: isValkey, backend: valkeyBackend },
  { recognises: isPostgres, backend: postgresBackend },
  { recognises: isMysql, backend: refuseMysql },
];

/** Those of Keyv 6. */
const known6: readonly Known[] = [
  { recognises: isMemory6, backend: memory6Backend },
  { recognises: isSqlite6, backend: sqlite6Backend },
  { recognises: isRedis, backend: redisBackend },
  { recognises: isPostgres6, backend: postgres6Backend },
];

/**
 * The backend of the option `storage`: made by one of our helpers, or found in a Keyv instance.
 *
 * @throws `ERR_MFA_ADAPTER` for anything whose swap we do not know, unless `singleProcess` says that nobody else writes
 */
export function toBackend(storage: unknown, options: { readonly singleProcess: boolean }): Backend {
  if (isBackend(storage)) return storage;
  if (!isKeyv(storage)) {
    throw new MfaError("ERR_MFA_ADAPTER", {
      detail:
        'option "storage" must be sqlite("file"), redis("redis://…"), postgres("postgres://…"), memory(), or a Keyv instance',
    });
  }
  const { store } = storage;
  storage.on("error", () => {}); // a fault reaches us where it happens; unheard, some versions throw it
  const six = isKeyv6(storage);
  refuseMixture(storage, six);
  const adapter = (six ? known6 : known).find(({ recognises }) => recognises(store));
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

/** What would be written by one of the two in a form that the other does not read. */
function refuseMixture({ store, namespace }: KeyvLike, six: boolean): void {
  const inner = (store as { readonly _store?: unknown } | undefined)?._store;
  if (!six && isAdapter6(store)) {
    throw new MfaError("ERR_MFA_ADAPTER", {
      detail:
        "Keyv 5 with an adapter of Keyv 6 loses what has a lifetime: npm install keyv@6, or the adapter of Keyv 5 (@keyv/redis@5, @keyv/sqlite@4, @keyv/postgres@2)",
    });
  }
  if (six && known.some(({ recognises }) => !isMap(inner) && recognises(inner))) {
    throw new MfaError("ERR_MFA_ADAPTER", {
      detail:
        "Keyv 6 with an adapter of Keyv 5: npm install keyv@5, or the adapter of Keyv 6 (@keyv/redis@6, @keyv/sqlite@6, @keyv/postgres@6)",
    });
  }
  const { namespace: last } = (store ?? {}) as { readonly namespace?: string };
  if (six && (last ?? "") !== (namespace ?? "") && !(isMemory6(store) && last === undefined)) {
    throw new MfaError("ERR_MFA_ADAPTER", {
      detail: `this adapter serves two Keyv instances, and the last one's namespace "${last}" wins; make an adapter for each`,
    });
  }
}

function isBackend(value: unknown): value is Backend {
  const methods = ["open", "read", "swap", "list", "sweep", "close"];
  // Left out, `shared` would read as "nobody else writes", and what is held would be trusted for ever.
  if (typeof (value as { readonly shared?: unknown } | null)?.shared !== "boolean") return false;
  return methods.every((method) => typeof (value as Record<string, unknown> | null)?.[method] === "function");
}
