import { parseOptions } from "@node-rs/argon2";
import { bcrypt, isBcrypt } from "./hash.js";

/** What one sign-in may cost: more would be a way to stop the server. KiB, passes, and the exponent of bcrypt. */
const most = { memoryCost: 256 * 1024, timeCost: 16, bcrypt: 15 } as const;

/** A hash of another system, if it can be compared with here: bcrypt (`$2a$`, `$2b$`, `$2y$`) or Argon2 (a PHC string). */
export async function adopt(
  text: string,
): Promise<{ readonly own: { readonly hash: string } } | { readonly error: string }> {
  if (isBcrypt(text)) {
    if (Number(text.slice(4, 6)) > most.bcrypt) return { error: `bcrypt with a cost above ${most.bcrypt}` };
    const found = await bcrypt().catch((error: Error) => error.message);
    return typeof found === "string" ? { error: found } : { own: { hash: text } };
  }
  try {
    const { memoryCost, timeCost } = parseOptions(text);
    if (memoryCost > most.memoryCost || timeCost > most.timeCost)
      return { error: `Argon2 with more than ${most.memoryCost} KiB or ${most.timeCost} passes` };
    return { own: { hash: text } };
  } catch {
    return { error: "neither a hash of bcrypt nor of Argon2 (a PHC string)" };
  }
}
