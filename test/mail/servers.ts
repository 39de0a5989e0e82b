import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface TestServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

/** A real SMTP server on loopback that keeps what it takes. */
export async function smtpServer(
  options: SMTPServerOptions = {},
): Promise<TestServer & { readonly taken: Taken[] }> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
    onData: async (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
      taken.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks) });
      done();
    },
    ...options,
  });
  // Clients that go away in the middle are what many of these tests are about.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    taken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** What goes over the wire line by line, for what no honest server does. */
export type Script = (line: string, socket: Socket) => void;

/** A server that greets as `greet` does, then does with each line as the script says. */
export async function scriptedServer(greet: (socket: Socket) => void, script: Script): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    let rest = "";
    socket.on("data", (chunk) => {
      const lines = (rest + chunk).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) script(line, socket);
    });
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Answers as an honest server does, but to the dot that ends the mail as `onDot` says. */
export function polite(onDot: (socket: Socket) => void): Script {
  let inData = false;
  return (line, socket) => {
    if (inData) {
      if (line === ".") {
        inData = false;
        onDot(socket);
      }
    } else if (line === "DATA") {
      inData = true;
      socket.write("354 go on\r\n");
    } else {
      socket.write("250 ok\r\n");
    }
  };
}

export const greeting = (socket: Socket): void => {
  socket.write("220 test ESMTP\r\n");
};
