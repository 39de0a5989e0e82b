import { randomBytes, randomInt } from "node:crypto";
import type { Random } from "../contract/index.js";

/** 128 bits, 22 characters. */
export function randomId(random: Random): string {
  return random.bytes(16).toString("base64url");
}

/** From the operating system's generator (ASVS 11.5.1). `randomInt` draws without bias. */
export const systemRandom: Random = {
  bytes: (length) => randomBytes(length),
  digits: (length) => Array.from({ length }, () => randomInt(10)).join(""),
};
