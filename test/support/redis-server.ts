import { type RealServer, saysTo, startServer } from "./real-server.js";

export interface RedisServer extends RealServer {
  readonly url: string;
}

/** @param settings of `redis.conf`, as `["appendonly", "yes"]`; without one it keeps nothing on the disk */
export async function startRedis(...settings: readonly (readonly [string, string])[]): Promise<RedisServer> {
  const given = settings.flatMap(([name, value]) => [`--${name}`, value]);
  const server = await startServer({
    command: (folder, port) => [
      "redis-server",
      ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
      ...given,
    ],
    answers: async (port) => /^(\+PONG|-NOAUTH)/.test(await saysTo(port, "PING\r\n")),
  });
  return { ...server, url: `redis://127.0.0.1:${server.port}` };
}
