import type { Backend } from "../../lib/contract/index.js";
import { MfaError } from "../../lib/errors/index.js";
import { isKeyv6, isNone, type KeyvLike, prefixed, redisCalls } from "../../lib/store-kit/index.js";
import { once } from "./once.js";

/** What we use of its client, that of `@redis/client` 5. */
interface Client {
  sendCommand(words: readonly string[]): Promise<unknown>;
}

/** The part of `@keyv/redis` 5 and 6 that we use. */
interface Adapter {
  readonly namespace?: string | undefined;
  getClient(): Promise<unknown>;
  createKeyPrefix(key: string, namespace?: string): string;
  isCluster(): boolean;
  isSentinel(): boolean;
  disconnect(): Promise<void>;
}

/** Is this the adapter of a Keyv instance that the host made? */
export function isRedis(store: unknown): store is Adapter {
  const { getClient, createKeyPrefix, isCluster } = (store ?? {}) as Partial<Adapter>;
  return [getClient, createKeyPrefix, isCluster].every((method) => typeof method === "function");
}

/** A backend on the connection of a Keyv instance. */
export function redisBackend(keyv: KeyvLike): Backend {
  const adapter = keyv.store as Adapter;
  if (adapter.isCluster() || adapter.isSentinel()) {
    throw new MfaError("ERR_MFA_ADAPTER", {
      detail:
        "Redis Cluster and Sentinel are not supported, since a value and its name must be on one server; give the URL of one server",
    });
  }
  if (!isNone(adapter.namespace) && adapter.namespace !== keyv.namespace) {
    throw new MfaError("ERR_MFA_ADAPTER", {
      detail: `this Redis adapter serves two Keyv instances, and the last one's namespace "${adapter.namespace}" wins; make an adapter for each`,
    });
  }
  // Keyv 6 leaves the namespace to the adapter; Keyv 5 puts it before the key as well.
  const six = isKeyv6(keyv);
  const { namespace } = keyv;
  const start = adapter.createKeyPrefix(six ? "" : prefixed(keyv)(""), six ? namespace : adapter.namespace);
  const send = async (...words: readonly string[]) =>
    ((await adapter.getClient()) as Client).sendCommand(words);
  return {
    name: "redis",
    shared: true,
    async open() {
      await adapter.getClient();
      if (six && !isNone(namespace) && (await send("EXISTS", `${start}${namespace}::names`)) === 1) {
        throw new MfaError("ERR_MFA_ADAPTER", {
          detail: `Redis has what Keyv 5 wrote for "${namespace}", which Keyv 6 does not see: go back to keyv@5 and @keyv/redis@5, or take another namespace to begin anew`,
        });
      }
    },
    ...redisCalls(start, send),
    close: once(() => adapter.disconnect()),
  };
}
