import { setTimeout } from "node:timers/promises";
import type { Backend } from "../lib/contract/index.js";
import { MfaError } from "../lib/errors/index.js";
import { openedLater, optionalLibrary, redisCalls, said, serverOf } from "../lib/store-kit/index.js";

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

/** What we use of a client of `@redis/client` 5 to end it. */
interface Client {
  readonly isOpen: boolean;
  close(): Promise<void>;
  destroy(): void;
}

/** Waits for what is under way, but not for a server that does not answer. */
async function ended(client: Client): Promise<void> {
  if (!client.isOpen) return;
  await Promise.race([client.close().catch(() => {}), setTimeout(1000, undefined, { ref: false })]);
  if (client.isOpen) client.destroy();
}
