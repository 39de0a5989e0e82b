import { freePort } from "./free-port.js";
import { type RealServer, startServer } from "./real-server.js";

export interface EtcdServer extends RealServer {
  /** As `KeyvEtcd` takes it. */
  readonly url: string;
}

export async function startEtcd(): Promise<EtcdServer> {
  const peer = `http://127.0.0.1:${await freePort()}`;
  const server = await startServer({
    command: (folder, port) => {
      const own = `http://127.0.0.1:${port}`;
      return [
        "etcd",
        ...["--data-dir", folder, "--listen-client-urls", own, "--advertise-client-urls", own],
        ...["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer],
        ...["--initial-cluster", `default=${peer}`, "--log-level", "error"],
      ];
    },
    answers: async (port) => {
      const asked = fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(1000) });
      return (await asked.catch(() => undefined))?.ok ?? false;
    },
  });
  return { ...server, url: `127.0.0.1:${server.port}` };
}
