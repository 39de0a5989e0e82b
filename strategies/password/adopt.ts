import { parseOptions } from "@node-rs/argon2";
import { bcrypt, isBcrypt } from "./hash.js";

/**
 * What one sign-in may cost: more would be a way to stop the server. KiB, KiB times passes (half a second), lanes, and the
 * exponent of bcrypt, which has 4 at least.
 */
const most = { memory: 256 * 1024, work: 1024 * 1024, lanes: 16, bcrypt: 15 } as const;
/** Bytes. */
const leastTag = 16;

/** A hash of another system, if it can be compared with here: bcrypt (`$2a$`, `$2b$`, `$2y$`) or Argon2 (a PHC string). */
export async function adopt(
  text: string,
): Promise<{ readonly own: { readonly hash: string } } | { readonly error: string }> {
  if (isBcrypt(text)) {
    const cost = Number(text.slice(4, 6));
    if (cost < 4 || cost > most.bcrypt)
      return { error: `bcrypt with a cost that is not from 4 to ${most.bcrypt}` };
    const found = await bcrypt().catch((error: Error) => error.message);
    return typeof found === "string" ? { error: found } : { own: { hash: text } };
  }
  try {
    const { memoryCost: memory, timeCost: passes, parallelism: lanes, outputLen } = parseOptions(text);
    if (memory > most.memory || memory * passes > most.work || lanes > most.lanes)
      return { error: `Argon2 with m=${memory}, t=${passes}, p=${lanes} costs too much` };
    if (outputLen < leastTag) return { error: `Argon2 with a tag of fewer than ${leastTag} bytes` };
    return { own: { hash: text } };
  } catch {
    return { error: "neither a hash of bcrypt nor of Argon2 (a PHC string)" };
  }
}
