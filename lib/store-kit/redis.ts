import type { Backend } from "../contract/index.js";
import { pastPrefix } from "./range.js";

/** One command, as the client of an adapter sends it. The answer as RESP 2 has it. */
export type RedisCommand = (...words: readonly string[]) => Promise<unknown>;

/**
 * Redis lists keys in no order, and by a walk over all that it has. So the names are kept in a sorted set besides, and
 * those that expire in another: written by the same script as the value, so that neither can be there without the other.
 */
const swap = `
local now = redis.call("GET", KEYS[1])
if ARGV[1] == "" then
  if now then return 0 end
elseif now ~= string.sub(ARGV[1], 2) then
  return 0
end
if ARGV[2] == "" then
  redis.call("DEL", KEYS[1])
  redis.call("ZREM", KEYS[2], ARGV[4])
  redis.call("ZREM", KEYS[3], ARGV[4])
  return 1
end
local value = string.sub(ARGV[2], 2)
if ARGV[3] == "" then
  redis.call("SET", KEYS[1], value)
  redis.call("ZREM", KEYS[3], ARGV[4])
else
  redis.call("SET", KEYS[1], value, "PX", ARGV[3])
  redis.call("ZADD", KEYS[3], ARGV[5], ARGV[4])
end
redis.call("ZADD", KEYS[2], 0, ARGV[4])
return 1`;

/** Redis drops the values by itself; only what is really gone loses its name. */
const sweep = `
local names = redis.call("ZRANGEBYSCORE", KEYS[2], "-inf", "(" .. ARGV[1], "LIMIT", 0, 1000)
local dropped = 0
for _, name in ipairs(names) do
  local left = redis.call("PTTL", ARGV[2] .. name)
  if left == -2 then
    redis.call("ZREM", KEYS[1], name)
    redis.call("ZREM", KEYS[2], name)
    dropped = dropped + 1
  else
    redis.call("ZADD", KEYS[2], string.format("%.0f", ARGV[1] + math.max(left, 0)), name)
  end
end
return {#names, dropped}`;

/**
 * The calls of a backend on one Redis or Valkey server.
 *
 * @param start what the keys in the store begin with
 */
export function redisCalls(
  start: string,
  send: RedisCommand,
): Pick<Backend, "read" | "swap" | "list" | "sweep" | "risks"> {
  const names = `${start}:names`;
  const expiring = `${start}:expiring`;
  const optional = (text: string | undefined) => (text === undefined ? "" : `=${text}`);

  const read = async (keys: readonly string[]): Promise<(string | undefined)[]> => {
    if (keys.length === 0) return [];
    const values = (await send("MGET", ...keys.map((key) => start + key))) as (string | null)[];
    return values.map((value) => value ?? undefined);
  };

  return {
    read,

    async swap(key, previous, next, expires) {
      const keys = [start + key, names, expiring];
      const left = expires === undefined ? "" : String(Math.max(1, Math.ceil(expires - Date.now())));
      const words = [optional(previous), optional(next), left, key, String(Math.ceil(expires ?? 0))];
      return (await send("EVAL", swap, String(keys.length), ...keys, ...words)) === 1;
    },

    async list(prefix, after, limit) {
      const found: (readonly [string, string])[] = [];
      let from = after !== undefined && after >= prefix ? `(${after}` : `[${prefix}`;
      const to = prefix === "" ? "+" : `(${pastPrefix(prefix)}`;
      while (found.length < limit) {
        const wanted = limit - found.length;
        const page = (await send(
          "ZRANGEBYLEX",
          ...[names, from, to, "LIMIT", "0", String(wanted)],
        )) as string[];
        const values = await read(page);
        for (const [place, key] of page.entries()) {
          const value = values[place]; // nothing: it has expired, and its name is not swept yet
          if (value !== undefined) found.push([key, value]);
        }
        if (page.length < wanted) break;
        from = `(${page.at(-1)}`;
      }
      return found;
    },

    async sweep(now) {
      let dropped = 0;
      // Bounded: what is still there is put off, so no page comes twice; a million a sweep is enough.
      for (let pages = 0; pages < 1000; pages += 1) {
        const words = ["2", names, expiring, String(Math.floor(now)), start];
        const [seen, gone] = (await send("EVAL", sweep, ...words)) as [number, number];
        dropped += gone;
        if (seen < 1000) break;
      }
      return dropped;
    },

    async risks() {
      const info = parseInfo(String(await send("INFO")));
      const risks: string[] = [];
      const policy = info.get("maxmemory_policy");
      if (policy !== undefined && policy !== "noeviction") {
        risks.push(
          `Redis may drop what it was given when its memory is full: set maxmemory-policy noeviction (it is ${policy})`,
        );
      }
      if (info.get("aof_enabled") === "0") {
        risks.push(
          "Redis may lose the last writes, or all, when it stops: set appendonly yes (appendfsync everysec or always)",
        );
      }
      return risks;
    },
  };
}

function parseInfo(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const at = line.indexOf(":");
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );
}
