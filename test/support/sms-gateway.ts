import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/**
 * How the gateway behaves, from the next message on.
 * - `take`: as a good one does
 * - `refuse`: 400, surely not sent
 * - `stumble`: 500 after it has kept the message: nobody can say
 * - `hang`: takes the request, and answers nothing
 * - `elsewhere`: redirects to another address of its own, which keeps what comes
 */
export type GatewayMode = "take" | "refuse" | "stumble" | "hang" | "elsewhere";

export interface Message {
  readonly to: string;
  readonly text: string;
}

export interface SmsGateway {
  readonly url: string;
  mode: GatewayMode;
  /** The oldest first. */
  readonly messages: Message[];
  /** The `Authorization` of each request. */
  readonly callers: (string | undefined)[];
  lastCode(to: string): string;
  close(): Promise<void>;
}

/** A real HTTP server on loopback, that keeps the messages it is given instead of sending them. */
export async function startSmsGateway(): Promise<SmsGateway> {
  const server = createServer(async (req, res) => {
    gateway.callers.push(req.headers.authorization);
    const body = await text(req);
    if (gateway.mode === "hang") return;
    if (gateway.mode === "elsewhere" && req.url === "/messages") {
      res.writeHead(307, { Location: "/elsewhere" }).end();
      return;
    }
    if (gateway.mode !== "refuse") gateway.messages.push(JSON.parse(body));
    res.writeHead({ refuse: 400, stumble: 500 }[gateway.mode as string] ?? 202).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const gateway: SmsGateway = {
    url: `http://127.0.0.1:${port}/messages`,
    mode: "take",
    messages: [],
    callers: [],
    lastCode(to) {
      const found = gateway.messages.findLast((message) => message.to === to)?.text.match(/\b\d{6}\b/);
      if (found == null) throw new Error(`No message to ${to}`);
      return found[0];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gateway;
}
