import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

export interface SntpServer {
  /** `127.0.0.1:41234` */
  readonly address: string;
  /** Questions that came. */
  readonly asked: Buffer[];
  close(): Promise<void>;
}

const epoch = 2_208_988_800;

/** The answer of a server of that time (milliseconds since 1970), to be spoilt by who wants to. */
export function answerTo(question: Buffer, time: number): Buffer {
  const answer = Buffer.alloc(48);
  answer[0] = (4 << 3) | 4;
  answer[1] = 2; // stratum
  question.copy(answer, 24, 40, 48);
  for (const at of [32, 40]) {
    answer.writeUInt32BE((Math.floor(time / 1000) + epoch) % 2 ** 32, at);
    answer.writeUInt32BE(Math.floor(((time % 1000) / 1000) * 2 ** 32), at + 4);
  }
  return answer;
}

/** A real SNTP server on loopback. `answers`: what it sends back to a question, in order; none: it is silent. */
export async function startSntp(answers: (question: Buffer) => readonly Buffer[]): Promise<SntpServer> {
  const socket = createSocket("udp4");
  const asked: Buffer[] = [];
  socket.on("message", (question: Buffer, { port, address }: RemoteInfo) => {
    asked.push(question);
    for (const answer of answers(question)) socket.send(answer, port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
