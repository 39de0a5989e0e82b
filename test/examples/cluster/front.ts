import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { type Balancer, createBalancer, type Target } from "../../../examples/cluster/balancer.js";
import { type Answer, type Sent, send } from "../../support/http.js";

export interface Front {
  readonly balancer: Balancer;
  readonly server: Server;
  /** What came to the workers, in order: `a GET /`. */
  readonly came: string[];
  /** A process that says its name, or does what `otherwise` does. */
  worker(name: string, otherwise?: RequestListener): Promise<Target>;
  ask(path?: string, sent?: Sent): Promise<Answer>;
  /** A connection to it, on which these very bytes have been written. */
  connect(text: string): Socket;
  /** What comes back to these very bytes, until the connection ends or is quiet. */
  raw(text: string): Promise<string>;
  close(): Promise<void>;
}

/** A balancer as the example has it, before servers in this process that stand for workers. */
export async function startFront(
  options: Parameters<typeof createBalancer>[0] = { timeout: 300 },
): Promise<Front> {
  const balancer = createBalancer(options);
  const servers: Server[] = [];
  const came: string[] = [];
  const listen = async (handler: RequestListener) => {
    const server = createServer(handler);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { server, port: (server.address() as AddressInfo).port };
  };
  const { server, port } = await listen((req, res) => balancer.handle(req, res));
  const front: Front = {
    ...{ balancer, server, came },

    async worker(name, otherwise) {
      const { port } = await listen((req, res) => {
        if (req.url !== "/healthz") came.push(`${name} ${req.method} ${req.url}`);
        if (otherwise !== undefined) return otherwise(req, res);
        req.resume().once("end", () => res.end(name));
      });
      return balancer.add(port);
    },

    ask: (path = "/", sent = {}) => send(new URL(path, `http://127.0.0.1:${port}`), sent),

    connect(text) {
      const socket = connect(port, "127.0.0.1", () => socket.write(text, "latin1"));
      return socket.on("error", () => {});
    },

    raw: (text) =>
      new Promise((resolve) => {
        const socket = front.connect(text);
        let said = "";
        socket.on("data", (data) => {
          said += data;
        });
        socket.on("close", () => resolve(said));
        socket.setTimeout(400, () => socket.destroy());
      }),

    async close() {
      balancer.close();
      for (const one of servers) {
        one.closeAllConnections();
        await new Promise((resolve) => one.close(resolve));
      }
    },
  };
  return front;
}
