import { createHmac, hkdfSync } from "node:crypto";
import type { Backend, Clock, Random } from "../contract/index.js";
import type { Keyring } from "../crypto/index.js";
import { MfaError } from "../errors/index.js";
import { createCollection } from "./collection.js";
import { createDeadline, storageFault } from "./deadline.js";
import { type Meta, openMeta } from "./meta.js";
import { createReader } from "./reader.js";
import { reseal } from "./reseal.js";
import type { Vault } from "./types.js";

export interface VaultOptions {
  readonly backend: Backend;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds for which a value that other processes may have changed is used without asking; 0: always ask. */
  readonly staleness: number;
  /** Milliseconds that a call may take in all, the queue included. Default 1500. */
  readonly deadline?: number;
  /** Told of faults that no request waits for. */
  readonly onFault?: (fault: MfaError) => void;
}

/** Milliseconds; long enough for a file on a slow disk, and for another process that holds it. */
const openWithin = 10_000;
const sweepEvery = 10 * 60_000;
const firstSweep = 30_000;

export function createVault(options: VaultOptions): Vault {
  const { backend, keyring, clock, random, staleness, deadline = 1500, onFault } = options;
  const reader = createReader(backend);
  let meta: Meta | undefined;
  let timer: NodeJS.Timeout | undefined;

  const opened = (): Meta => {
    if (meta === undefined) throw new MfaError("ERR_MFA_NOT_READY", { detail: "the storage is not open" });
    return meta;
  };
  const prefixes: string[] = [];
  /** By what they are for; the index key never changes once the storage is open. */
  const keys = new Map<string, Buffer>();
  const sweep = async () => {
    try {
      await backend.sweep(clock());
    } catch (error) {
      onFault?.(storageFault(error));
    }
  };
  const sweepLater = (delay: number) => {
    timer = setTimeout(() => void sweep().then(() => timer && sweepLater(sweepEvery)), delay);
    timer.unref();
  };

  return {
    get used() {
      return opened().used;
    },
    async open() {
      const work = async () => {
        await backend.open();
        return openMeta(backend, keyring, random, prefixes);
      };
      meta = await createDeadline(openWithin).within(work());
      sweepLater(firstSweep);
    },
    collection(spec) {
      prefixes.push(spec.prefix);
      return createCollection({ backend, reader, keyring, clock, deadline, staleness }, spec);
    },
    indexKey: (text) => createHmac("sha256", opened().indexKey).update(text).digest("base64url"),
    mac(purpose, text) {
      const key =
        keys.get(purpose) ??
        Buffer.from(hkdfSync("sha256", opened().indexKey, "express-mfa", `mac:${purpose}`, 32));
      keys.set(purpose, key);
      return createHmac("sha256", key).update(text).digest("base64url");
    },
    reseal: (how) => reseal({ backend, keyring, prefixes }, how),
    async risks() {
      try {
        return await createDeadline(deadline).within(backend.risks?.() ?? Promise.resolve([]));
      } catch {
        return []; // many who rent a server may not ask how it is set
      }
    },
    async close() {
      clearTimeout(timer);
      timer = undefined;
      await backend.close();
    },
  };
}
