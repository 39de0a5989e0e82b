import type { Backend } from "../../lib/contract/index.js";
import { type KeyvLike, prefixed, redisCalls } from "../../lib/store-kit/index.js";
import { once } from "./once.js";

/** The part of `@keyv/valkey` 1 that we use; its client is `iovalkey`. */
interface Adapter {
  readonly redis: {
    call(command: string, ...words: string[]): Promise<unknown>;
    quit(): Promise<unknown>;
    disconnect(): void;
    readonly status: string;
    readonly isCluster?: boolean;
  };
  readonly namespace?: string;
  readonly opts: { readonly dialect: "redis"; readonly useRedisSets?: boolean };
}

/** Is this the adapter of a Keyv instance that the host made? */
export function isValkey(store: unknown): store is Adapter {
  const { redis, opts } = (store ?? {}) as Partial<Adapter>;
  return opts?.dialect === "redis" && typeof redis?.call === "function";
}

/** A backend on the connection of a Keyv instance. The adapter's own set of names, which never shrinks, is not written. */
export function valkeyBackend(keyv: KeyvLike): Backend {
  const { redis: client, namespace = "", opts } = keyv.store as Adapter;
  const start = `${opts.useRedisSets === false ? `namespace:${namespace}:` : ""}${prefixed(keyv)("")}`;
  const send = (command = "", ...words: readonly string[]) => client.call(command, ...words);
  return {
    name: "valkey",
    shared: true,
    async open() {
      await send("PING");
    },
    ...redisCalls(start, send),
    close: once(() =>
      client.quit().then(
        () => {},
        () => client.disconnect(),
      ),
    ),
  };
}
