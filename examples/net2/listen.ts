import { createServer, type RequestListener, type Server } from "node:http";
import type { OnUpgrade } from "./live.js";

export interface Listening {
  /** Takes no new connection, lets requests under way finish for a second, then ends what is left. */
  close(): Promise<void>;
}

/**
 * On both loopback addresses, because `localhost` may mean either, and on no other: this is a demonstration, and its
 * mailbox shows the codes.
 */
export async function listen(app: RequestListener, port: number, onUpgrade?: OnUpgrade): Promise<Listening> {
  const servers = [await listenOn(app, port, "127.0.0.1", onUpgrade)];
  try {
    servers.push(await listenOn(app, port, "::1", onUpgrade));
  } catch (error) {
    // A machine without IPv6.
    if (!isCode(error, "EADDRNOTAVAIL") && !isCode(error, "EAFNOSUPPORT")) throw error;
  }
  return { close: async () => void (await Promise.all(servers.map(closeServer))) };
}

function listenOn(
  app: RequestListener,
  port: number,
  host: string,
  onUpgrade: OnUpgrade | undefined,
): Promise<Server> {
  const server = createServer(app);
  if (onUpgrade !== undefined) server.on("upgrade", onUpgrade);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => server.closeAllConnections(), 1000);
    server.close(() => {
      clearTimeout(patience);
      resolve();
    });
  });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
