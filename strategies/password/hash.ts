import { hash, parseOptions, verify } from "@node-rs/argon2";

/** OWASP password storage: Argon2id with 19 MiB, 2 passes, 1 lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

export function matches(stored: string, password: string): Promise<boolean> {
  return verify(stored, password);
}

/** Made with less than the parameters of today. */
export function needsRehash(stored: string): boolean {
  const made = parseOptions(stored);
  return (made.memoryCost ?? 0) < parameters.memoryCost || (made.timeCost ?? 0) < parameters.timeCost;
}

let made: Promise<string> | undefined;

/** A hash that no password matches, of the same parameters: what unknown names are compared with. */
export function standIn(): Promise<string> {
  made ??= hashPassword(crypto.randomUUID());
  return made;
}
