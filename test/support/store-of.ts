import type { Backend } from "../../lib/contract/index.js";
import { postgres } from "../../storage/postgres.js";
import { redis } from "../../storage/redis.js";
import { sqlite } from "../../storage/sqlite.js";

/** A store by a name that can be handed to another process: `redis://…`, `postgres://…#table`, or a file. */
export function storeOf(place: string): Backend {
  if (place.startsWith("redis:")) return redis(place);
  const [url = "", table = "keyv"] = place.split("#");
  return place.startsWith("postgres:") ? postgres(url, { table, max: 4 }) : sqlite(place);
}
