/** RFC 4330 §4: 48 bytes, and what follows is not for us. */
const length = 48;
/** Seconds from 1900, where NTP begins, to 1970. */
const epoch = 2_208_988_800;
const at = { stratum: 1, originate: 24, receive: 32, transmit: 40 } as const;

/**
 * A question. `cookie`: 8 random bytes in place of our time, which the server sends back: so an answer is one to this
 * question, and the question tells nobody what time we have.
 */
export function writeQuestion(cookie: Buffer): Buffer {
  const packet = Buffer.alloc(length);
  packet[0] = 0x23; // no warning, version 4, client
  cookie.copy(packet, at.transmit);
  return packet;
}

export type Answer =
  | { readonly is: "time"; readonly received: number; readonly sent: number }
  /** It has no time to give, or none for us. */
  | { readonly is: "refusal"; readonly detail: string }
  /** No answer to this question: it may be forged, and the real one still on its way. */
  | { readonly is: "nonsense"; readonly detail: string };

/** Times in milliseconds since 1970, by the server's clock. */
export function readAnswer(packet: Buffer, cookie: Buffer): Answer {
  if (packet.length < length) return { is: "nonsense", detail: "too short" };
  if (!packet.subarray(at.originate, at.receive).equals(cookie))
    return { is: "nonsense", detail: "not to our question" };
  const head = packet.readUInt8(0);
  const version = (head >> 3) & 7;
  if ((head & 7) !== 4 || version < 3 || version > 4) return { is: "nonsense", detail: "not from a server" };
  const stratum = packet.readUInt8(at.stratum);
  // RFC 4330 §8: a "kiss" says why in four letters.
  if (stratum === 0)
    return {
      is: "refusal",
      detail: `it refused with ${packet.toString("latin1", 12, 16).replace(/[^A-Z]/g, "")}`,
    };
  if (head >> 6 === 3 || stratum > 15) return { is: "refusal", detail: "it does not know the time itself" };
  const received = readTime(packet, at.receive);
  const sent = readTime(packet, at.transmit);
  if (received === undefined || sent === undefined || sent < received)
    return { is: "refusal", detail: "it gave no time" };
  return { is: "time", received, sent };
}

function readTime(packet: Buffer, offset: number): number | undefined {
  const seconds = packet.readUInt32BE(offset);
  const fraction = packet.readUInt32BE(offset + 4);
  if (seconds === 0 && fraction === 0) return undefined;
  // RFC 4330 §3: the count starts again in 2036; a low one is after that.
  const whole = seconds >= 2 ** 31 ? seconds : seconds + 2 ** 32;
  return (whole - epoch) * 1000 + (fraction * 1000) / 2 ** 32;
}
