import { join } from "node:path";
import { programFolder } from "../tools/programs.js";
import { type RealServer, saysTo, startServer } from "./real-server.js";

export interface PostgresServer extends RealServer {
  readonly url: string;
}

/** StartupMessage (<https://www.postgresql.org/docs/current/protocol-message-formats.html>): `R` back means that it takes us. */
const startupMessage = (() => {
  const words = Buffer.from("user\0postgres\0database\0postgres\0\0");
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + words.length, 0);
  head.writeInt32BE(3 << 16, 4);
  return Buffer.concat([head, words]);
})();

/** Its texts sort as Swedish does, so that an order by bytes is seen to be ours. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = programFolder("postgres");
  const server = await startServer({
    user: "postgres",
    prepare(folder, run) {
      const locale = ["--locale-provider=icu", "--icu-locale=sv", "--locale=C.UTF-8", "--encoding=UTF8"];
      run(
        join(bin, "initdb"),
        "-D",
        join(folder, "data"),
        "-U",
        "postgres",
        "--auth=trust",
        "--no-sync",
        ...locale,
      );
    },
    command: (folder, port) => [
      join(bin, "postgres"),
      ...["-D", join(folder, "data"), "-p", String(port), "-h", "127.0.0.1", "-k", ""],
      ...["-c", "fsync=off", "-c", "max_connections=100"],
    ],
    answers: async (port) => (await saysTo(port, startupMessage)).startsWith("R"),
  });
  return { ...server, url: `postgres://postgres:not-to-be-told@127.0.0.1:${server.port}/postgres` };
}
