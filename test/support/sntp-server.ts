import { createSocket } from "node:dgram";

/**
 * How the server behaves.
 * - `answer`: as a good server does
 * - `silent`: takes the question and says nothing
 * - `short`: answers with what is no packet
 * - `forged`: answers another question than was asked
 * - `client`: sends the question back, as from a client
 * - `refuse`: a kiss of death (stratum 0)
 * - `lost`: does not know the time itself (leap 3)
 */
export type SntpMode = "answer" | "silent" | "short" | "forged" | "client" | "refuse" | "lost";

export interface TestSntp {
  /** `127.0.0.1:41234` */
  readonly address: string;
  readonly port: number;
  mode: SntpMode;
  /** Each question as it came. */
  readonly questions: Buffer[];
  close(): Promise<void>;
}

/** A real time server on loopback. @param now its clock, in milliseconds since 1970 */
export async function startSntp(now: () => number): Promise<TestSntp> {
  const socket = createSocket("udp4");
  socket.on("message", (question, { address, port }) => {
    server.questions.push(question);
    if (server.mode === "silent") return;
    const answer = Buffer.alloc(server.mode === "short" ? 20 : 48);
    answer[0] = (server.mode === "lost" ? 3 << 6 : 0) | (4 << 3) | (server.mode === "client" ? 3 : 4);
    answer[1] = server.mode === "refuse" ? 0 : 2;
    if (server.mode !== "short") {
      if (server.mode === "refuse") answer.write("RATE", 12, "latin1");
      question.copy(answer, 24, 40, 48);
      if (server.mode === "forged") answer.writeUInt8(answer.readUInt8(24) ^ 1, 24);
      writeTime(answer, 32, now());
      writeTime(answer, 40, now());
    }
    socket.send(answer, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const { port } = socket.address();
  const server: TestSntp = {
    address: `127.0.0.1:${port}`,
    port,
    mode: "answer",
    questions: [],
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
  return server;
}

function writeTime(packet: Buffer, offset: number, milliseconds: number): void {
  const seconds = Math.floor(milliseconds / 1000);
  packet.writeUInt32BE((seconds + 2_208_988_800) % 2 ** 32, offset);
  packet.writeUInt32BE(Math.floor(((milliseconds - seconds * 1000) / 1000) * 2 ** 32), offset + 4);
}
