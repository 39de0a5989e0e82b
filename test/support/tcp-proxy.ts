import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface TcpProxy {
  readonly port: number;
  /** `cut`: what is asked gets there, and the connection ends before the answer. `void`: nothing gets through, nor ends. */
  mode: "pass" | "cut" | "void";
  close(): Promise<void>;
}

/** A wire to a server on loopback, on which faults can be made. */
export async function startTcpProxy(to: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(to, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        if (proxy.mode !== "void") for (const end of [client, upstream]) end.destroy();
      });
    }
    client.on("data", (data) => proxy.mode !== "void" && upstream.write(data));
    upstream.on("data", (data) => {
      if (proxy.mode === "pass") client.write(data);
      else if (proxy.mode === "cut") client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: TcpProxy = {
    port: (server.address() as AddressInfo).port,
    mode: "pass",
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return proxy;
}
