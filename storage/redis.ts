import { setTimeout } from "node:timers/promises";
import type { Backend } from "../lib/contract/index.js";
import { MfaError } from "../lib/errors/index.js";
import {
  isKeyv6,
  isNone,
  type KeyvLike,
  openedLater,
  optionalLibrary,
  prefixed,
  redisCalls,
  said,
  serverOf,
} from "../lib/store-kit/index.js";

/** What we use of a client of `@redis/client` 5. */
interface Client {
  readonly isOpen: boolean;
  sendCommand(words: readonly string[]): Promise<unknown>;
  close(): Promise<void>;
  destroy(): void;
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

/**
 * One Redis or Valkey server (Redis 6.2 and later; no Cluster). Its connection queues nothing while the server is away, and
 * is made anew when the server is silent for 3 s.
 *
 * @param url `redis://` or, over TLS, `rediss://`; name, password and number of the database in it where there are such
 * @throws `ERR_MFA_OPTIONS` when `url` is none; at the start `ERR_MFA_ADAPTER` when `@keyv/redis` is not installed, and
 * `ERR_MFA_STORAGE` when the server cannot be reached
 */
export function redis(url: string): Backend {
  const place = serverOf("redis", url, ["redis:", "rediss:"]);
  return openedLater({ name: "redis", place }, async () => {
    const { createClient } = await optionalLibrary(
      "@keyv/redis",
      "@keyv/redis@5",
      () => import("@keyv/redis"),
    );
    let connected = false;
    const client = createClient({
      url,
      disableOfflineQueue: true,
      pingInterval: 1000,
      socket: {
        connectTimeout: 3000,
        // What does not even answer a ping has gone, though its connection looks alive.
        socketTimeout: 3000,
        // At the start a fault is told; later it is waited out.
        reconnectStrategy: (tries, cause) => (connected ? Math.min(1000, 50 * 2 ** tries) : cause),
      },
    });
    client.on("error", () => {}); // each command tells its own
    await client.connect().catch((cause: unknown) => {
      throw new MfaError("ERR_MFA_STORAGE", { detail: `${place} cannot be used: ${said(cause)}`, cause });
    });
    connected = true;
    return {
      name: "redis",
      shared: true,
      open: async () => {},
      ...redisCalls("mfa::", (...words) => client.sendCommand(words)),
      close: () => ended(client),
    };
  });
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
  let closed: Promise<void> | undefined;
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
    close: () => (closed ??= adapter.disconnect()),
  };
}

/** Waits for what is under way, but not for a server that does not answer. */
async function ended(client: Client): Promise<void> {
  if (!client.isOpen) return;
  await Promise.race([client.close().catch(() => {}), setTimeout(1000, undefined, { ref: false })]);
  if (client.isOpen) client.destroy();
}
