import { hash, parseOptions, verify } from "@node-rs/argon2";
import type { Random } from "../../lib/kit/index.js";

/** OWASP password storage: Argon2id with 19 MiB, 2 passes, 1 lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

export async function matches(stored: string, password: string): Promise<boolean> {
  return isBcrypt(stored) ? (await bcrypt()).verify(password, stored) : verify(stored, password);
}

/** Made with less than the parameters of today, or taken over from another system. */
export function needsRehash(stored: string): boolean {
  if (!stored.startsWith("$argon2id$")) return true;
  const { memoryCost, timeCost } = parseOptions(stored);
  return memoryCost < parameters.memoryCost || timeCost < parameters.timeCost;
}

/**
 * What unknown names are compared with: random bytes in the place of salt and hash, which cost nothing to make, not even
 * the first time, and no password matches.
 */
export function nobodysHash(random: Random): string {
  const { memoryCost, timeCost, parallelism } = parameters;
  const [salt, made] = [16, 32].map((length) => random.bytes(length).toString("base64").replace(/=+$/, ""));
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${salt}$${made}`;
}

export function isBcrypt(stored: string): boolean {
  return /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/.test(stored);
}

/** Only for who brings such hashes along, so it is not installed with the rest. */
export async function bcrypt(): Promise<typeof import("@node-rs/bcrypt")> {
  try {
    return await import("@node-rs/bcrypt");
  } catch (cause) {
    throw new Error("hashes of bcrypt need a library: npm install @node-rs/bcrypt", { cause });
  }
}
