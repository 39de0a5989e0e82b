import { KeyvPostgres } from "@keyv/postgres";
import { type PostgresServer, startPostgres } from "./postgres-server.js";
import { type RedisServer, startRedis } from "./redis-server.js";

// Started when the first test asks, and ended after the last: each asks for a part that nobody else has.
let redisServer: Promise<RedisServer> | undefined;
let postgresServer: Promise<PostgresServer> | undefined;
let parts = 0;

after(async function () {
  this.timeout(20_000);
  // All of these adapters in one process have one pool, whose connections nobody hears when the server ends them.
  if (postgresServer !== undefined) await new KeyvPostgres((await postgresServer).url).disconnect();
  await Promise.all([redisServer, postgresServer].map(async (server) => (await server)?.stop()));
});

/** A database of a Redis server that nobody has used. */
export async function freshRedis(): Promise<string> {
  redisServer ??= startRedis(["databases", "1000"], ["appendonly", "yes"]);
  parts += 1;
  return `${(await redisServer).url}/${parts}`;
}

/** A PostgreSQL server, and the name of a table that nobody has made. */
export async function freshPostgres(): Promise<{ readonly url: string; readonly table: string }> {
  postgresServer ??= startPostgres();
  parts += 1;
  return { url: (await postgresServer).url, table: `mfa_${parts}` };
}
