import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import type { Clock, Random } from "../contract/index.js";

export interface Asked {
  /** Milliseconds that the server's clock is ahead of ours; negative: behind. */
  readonly ahead: number;
  /** Milliseconds that question and answer took: the answer is as good as half of it. */
  readonly delay: number;
}

export interface AskParts {
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds. */
  readonly patience: number;
}

const port = 123;
const length = 48;
/** Seconds from 1900, where NTP begins, to 1970. */
const epoch = 2_208_988_800;
const client = 3;
const server = 4;

/**
 * What time it is there: one question by SNTP (RFC 4330). Our own time is not told: the question carries random bytes in
 * its place, which only who has seen it can send back. Throws why there is no answer that counts.
 *
 * @param address `time.example.com`, `192.0.2.1:1123`, `[2001:db8::1]:123`
 */
export async function askTime(address: string, { clock, random, patience }: AskParts): Promise<Asked> {
  const { host, at } = readAddress(address);
  const { address: ip, family } = await lookup(host);
  const socket = createSocket({ type: family === 6 ? "udp6" : "udp4" });
  const cookie = random.bytes(8);
  const question = Buffer.alloc(length);
  question[0] = (4 << 3) | client; // version 4
  cookie.copy(question, 40);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Asked>((resolve, reject) => {
      let sent = 0;
      let asked = 0;
      timer = setTimeout(() => reject(new Error(`${address} does not answer`)), patience);
      socket.on("error", reject);
      socket.on("message", (answer) => {
        const delay = performance.now() - asked;
        const found = readAnswer(answer, cookie);
        // Anybody can send to this port: what is no answer to this question is passed over.
        if (found === undefined) return;
        if ("wrong" in found) reject(new Error(`${address}: ${found.wrong}`));
        // RFC 4330 §5: halfway between question and answer.
        else resolve({ ahead: found.time - (sent + delay / 2), delay });
      });
      socket.on("connect", () => {
        sent = clock();
        asked = performance.now();
        socket.send(question, (error) => error && reject(error));
      });
      // Answers of anybody else do not come in.
      socket.connect(at, ip);
    });
  } finally {
    clearTimeout(timer);
    socket.close();
  }
}

function readAddress(address: string): { readonly host: string; readonly at: number } {
  const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(address);
  const plain = /^([^:]+)(?::(\d+))?$/.exec(address);
  const [, host = address, at] = bracketed ?? plain ?? [];
  return { host, at: at === undefined ? port : Number(at) };
}

/** The moment in the answer, in milliseconds since 1970; nothing where it is none of ours. */
function readAnswer(
  answer: Buffer,
  cookie: Buffer,
): { readonly time: number } | { readonly wrong: string } | undefined {
  if (answer.length < length || !answer.subarray(24, 32).equals(cookie)) return undefined;
  const [first = 0, stratum = 0] = answer;
  if ((first & 7) !== server) return { wrong: "it answers as no server does" };
  if (stratum === 0) return { wrong: `it refuses (${answer.toString("latin1", 12, 16).replace(/\W/g, "")})` };
  if (first >> 6 === 3 || stratum > 15) return { wrong: "its own clock is not set" };
  const seconds = answer.readUInt32BE(40);
  if (seconds === 0) return { wrong: "it tells no time" };
  // The count begins anew in 2036: what lies before 1968 is after that.
  const era = seconds < 0x80000000 ? 2 ** 32 : 0;
  const time = (seconds + era - epoch) * 1000 + (answer.readUInt32BE(44) / 2 ** 32) * 1000;
  return { time };
}
