import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import type { Clock, ClockResult, Random } from "../contract/index.js";
import { type Address, written } from "./address.js";
import { failureOf } from "./failure.js";
import { median } from "./median.js";
import { readAnswer, writeQuestion } from "./sntp-packet.js";

export interface SntpParts {
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds for one server, its name included. */
  readonly patience: number;
}

/** Asks one server for the time, once (RFC 4330). Ends within `patience`, and throws nothing. */
export async function askSntp(server: Address, parts: SntpParts): Promise<ClockResult> {
  const end = performance.now() + parts.patience;
  try {
    const { address, family } = await inTime(lookup(server.host), parts.patience);
    return await ask({ host: address, port: server.port }, family === 6 ? "udp6" : "udp4", {
      ...parts,
      patience: Math.max(1, end - performance.now()),
    });
  } catch (error) {
    return { ...failureOf(error), detail: `${written(server)}: ${(error as Error).message}` };
  }
}

/** Asks several side by side: the median of those that answer, since one of them may be wrong. */
export async function askSeveral(servers: readonly Address[], parts: SntpParts): Promise<ClockResult> {
  const results = await Promise.all(servers.map((server) => askSntp(server, parts)));
  const right = results.filter((result) => result.ok);
  const offset = median(right.map((result) => result.offset));
  const roundTrip = median(right.map((result) => result.roundTrip));
  if (offset !== undefined && roundTrip !== undefined) return { ok: true, offset, roundTrip };
  return results.find((result) => !result.ok) ?? { ok: false, reason: "off" };
}

function ask({ host, port }: Address, type: "udp4" | "udp6", parts: SntpParts): Promise<ClockResult> {
  const { clock, random, patience } = parts;
  const cookie = random.bytes(8);
  const socket = createSocket(type);
  return new Promise<ClockResult>((resolve) => {
    let heard: string | undefined;
    let sentAt = 0;
    let started = 0;
    const done = (result: ClockResult) => {
      clearTimeout(timer);
      socket.removeAllListeners().on("error", () => {});
      socket.close();
      resolve(result);
    };
    const timer = setTimeout(
      () => done({ ok: false, reason: "silent", detail: `${host}: ${heard ?? "no answer in time"}` }),
      patience,
    );
    socket.on("error", (error) => done({ ...failureOf(error), detail: `${host}: ${error.message}` }));
    socket.on("message", (packet) => {
      // Measured by a clock that nobody sets meanwhile.
      const elapsed = performance.now() - started;
      const answer = readAnswer(packet, cookie);
      if (answer.is === "nonsense") heard = answer.detail;
      else if (answer.is === "refusal")
        done({ ok: false, reason: "refused", detail: `${host}: ${answer.detail}` });
      else {
        const offset = (answer.received - sentAt + (answer.sent - (sentAt + elapsed))) / 2;
        const roundTrip = Math.max(0, elapsed - (answer.sent - answer.received));
        done({ ok: true, offset, roundTrip });
      }
    });
    // Connected, a socket takes answers from this address only, and hears of a closed port.
    socket.connect(port, host, () => {
      sentAt = clock();
      started = performance.now();
      socket.send(writeQuestion(cookie));
    });
  });
}

function inTime<T>(work: Promise<T>, patience: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })),
      patience,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
