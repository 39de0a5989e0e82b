import type { Backend } from "../../lib/contract/index.js";
import { createKeyring, systemRandom } from "../../lib/crypto/index.js";
import { MfaError } from "../../lib/errors/index.js";
import { createVault, type VaultOptions } from "../../lib/store/index.js";

export const secret = "a secret of the vault's tests, 32 bytes or more";

export interface Box {
  readonly n: number;
  readonly until?: number;
}

/** A vault over `backend` as a process has it, with one collection of numbers that may expire. */
export function vaultOf(backend: Backend, options: Partial<VaultOptions> & { secrets?: string[] } = {}) {
  const { secrets = [secret], ...rest } = options;
  const vault = createVault({
    backend,
    keyring: createKeyring(secrets),
    clock: Date.now,
    random: systemRandom,
    staleness: 1000,
    ...rest,
  });
  const boxes = vault.collection<Box>({
    prefix: "box",
    parse: (stored) => stored as Box,
    expires: ({ until }) => until,
  });
  const add = (id: string) =>
    boxes.update(id, (box = { n: 0 }) => ({ next: { n: box.n + 1 }, outcome: box.n + 1 }));
  return { vault, boxes, add };
}

export async function failureOf(work: Promise<unknown>): Promise<MfaError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof MfaError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}
