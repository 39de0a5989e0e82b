import type { KeyvEtcd } from "@keyv/etcd";
import { type Backend, hasExpired, pastPrefix, prefixed } from "express-mfa/store-kit";
import type Keyv from "keyv";

/** Pairs that a sweep looks at in one go. */
const page = 500;

/**
 * etcd 3, by the connection of `new Keyv({ store: new KeyvEtcd(url), namespace: "mfa" })`. A transaction of etcd compares and
 * puts in one step, on a majority of its servers. It keeps every older value until it is told to drop them: run it with
 * `--auto-compaction-retention=1h`.
 */
export function etcd(keyv: Keyv): Backend {
  keyv.on("error", () => {}); // each call tells its own
  const { client } = keyv.store as KeyvEtcd;
  const named = prefixed(keyv);
  const { length } = named("");

  const swap: Backend["swap"] = async (name, previous, next) => {
    const key = named(name);
    const still =
      previous === undefined ? client.if(key, "Create", "==", 0) : client.if(key, "Value", "==", previous);
    const change = next === undefined ? client.delete().key(key) : client.put(key).value(next);
    const { succeeded } = await still.then(change).commit();
    return succeeded;
  };

  const list: Backend["list"] = async (prefix, after, limit) => {
    const goesOn = after !== undefined && after >= prefix;
    // The first key behind another one is that key with a zero byte.
    const start = goesOn ? `${named(after)}\0` : named(prefix);
    const end = pastPrefix(named(prefix));
    const { kvs } = await client.getAll().inRange({ start, end }).sort("Key", "Ascend").limit(limit).exec();
    return kvs.map(({ key, value }) => [key.toString().slice(length), value.toString()] as const);
  };

  return {
    name: "etcd",
    shared: true,
    async open() {
      await client.get(named("")); // throws where there is no server
    },
    read: (keys) => Promise.all(keys.map(async (name) => (await client.get(named(name))) ?? undefined)),
    swap,
    list,

    /** A walk over all that there is, and a swap for each that is over: it may have been renewed meanwhile. */
    async sweep(now) {
      let dropped = 0;
      for (let after: string | undefined; ; ) {
        const pairs = await list("", after, page);
        for (const [name, raw] of pairs)
          if (hasExpired(raw, now) && (await swap(name, raw, undefined))) dropped += 1;
        after = pairs.at(-1)?.[0];
        if (pairs.length < page) return dropped;
      }
    },

    async close() {
      client.close();
    },
  };
}
