import type { RequestListener } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a server tells who started it, once it answers. */
export interface Listening {
  readonly port: number;
  /** What goes along with a request to the protected route. */
  readonly cookie: string;
}

export interface Door {
  readonly port: number;
  readonly origin: string;
  open(app: RequestListener): void;
}

/** A free port first: some have to know their address before they are made. */
export async function listen(): Promise<Door> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { port, origin: `http://127.0.0.1:${port}`, open: (app) => void server.on("request", app) };
}

export function tell(listening: Listening): void {
  process.send?.(listening);
}
