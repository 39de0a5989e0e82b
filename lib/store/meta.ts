import { z } from "zod";
import type { Backend, Random } from "../contract/index.js";
import type { Keyring } from "../crypto/index.js";
import { MfaError } from "../errors/index.js";
import { unwrap, wrap } from "../store-kit/index.js";

/**
 * What the store says about itself, the one value that is not sealed as a whole: of which version it is must be readable
 * without the secret.
 */
const meta = z.object({ version: z.number(), check: z.string(), indexKey: z.string() });

const key = "meta";
const version = 1;
const check = "express-mfa";

export interface Meta {
  /** It was there before this start. */
  readonly used: boolean;
  /** Under which names are hashed into keys; stays when the secret is rotated. */
  readonly indexKey: string;
}

/**
 * @param prefixes of the records that belong to it
 * @throws `ERR_MFA_DATA_VERSION`, `ERR_MFA_SECRET`, each with what to do
 */
export async function openMeta(
  backend: Backend,
  keyring: Keyring,
  random: Random,
  prefixes: readonly string[],
): Promise<Meta> {
  const found = (await read(backend)) ?? (await assertEmpty(backend, prefixes));
  if (found !== undefined) {
    await assertListed(backend);
    return readMeta(found, keyring, true);
  }
  const indexKey = random.bytes(32).toString("base64url");
  const fresh = {
    version,
    check: keyring.seal(key, "check", check),
    indexKey: keyring.seal(key, "indexKey", indexKey),
  };
  if (await backend.swap(key, undefined, wrap(JSON.stringify(fresh)))) return { used: false, indexKey };
  const theirs = await read(backend); // another process was first
  if (theirs === undefined)
    throw new MfaError("ERR_MFA_STORAGE", { detail: "what was just written is not there" });
  return readMeta(theirs, keyring, true);
}

/** What the store says about itself, under the newest secret. `false`: it was already, or somebody else was faster. */
export async function resealMeta(backend: Backend, keyring: Keyring): Promise<boolean> {
  const raw = await read(backend);
  if (raw === undefined) return false;
  const data = meta.parse(parse(unwrap(raw).value));
  if (keyring.isNewest(data.check) && keyring.isNewest(data.indexKey)) return false;
  const again = (name: "check" | "indexKey") => keyring.seal(key, name, keyring.open(key, name, data[name]));
  const next = { version: data.version, check: again("check"), indexKey: again("indexKey") };
  return backend.swap(key, raw, wrap(JSON.stringify(next)));
}

async function read(backend: Backend): Promise<string | undefined> {
  const [raw] = await backend.read([key]);
  return raw;
}

function readMeta(raw: string, keyring: Keyring, used: boolean): Meta {
  const parsed = meta.safeParse(parse(unwrap(raw).value));
  if (!parsed.success || parsed.data.version !== version) {
    const found = parsed.success ? parsed.data.version : "unknown";
    throw new MfaError("ERR_MFA_DATA_VERSION", {
      detail: `the data is of version ${found}, this release reads version ${version}; run the release that wrote it, or restore a backup of this one`,
    });
  }
  const { data } = parsed;
  try {
    if (keyring.open(key, "check", data.check) !== check)
      throw new TypeError("the check does not say what it should");
    return { used, indexKey: keyring.open(key, "indexKey", data.indexKey) };
  } catch (cause) {
    throw new MfaError("ERR_MFA_SECRET", {
      detail:
        'the data was sealed with another secret; give the secret that it was made with, or a list [new, old] in the option "secret"',
      cause,
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // of no version that we know
  }
}

/**
 * A store that keeps its names apart from its values, as Redis must, can lose them alone. Then nobody is on any list, and a
 * system with a thousand operators looks like a new one.
 */
async function assertListed(backend: Backend): Promise<void> {
  const [listed] = await backend.list(key, undefined, 1);
  if (listed?.[0] === key) return;
  throw new MfaError("ERR_MFA_DATA_VERSION", {
    detail:
      "there are records, but the names by which they are listed are gone; restore a backup of the whole store",
  });
}

/**
 * Records without the value that belongs to them: something was lost, and a fresh start would bury it. Unless another
 * process has begun meanwhile: then its value.
 */
async function assertEmpty(backend: Backend, prefixes: readonly string[]): Promise<string | undefined> {
  for (const prefix of prefixes) {
    const [any] = await backend.list(`${prefix}:`, undefined, 1);
    if (any === undefined) continue;
    const theirs = await read(backend);
    if (theirs !== undefined) return theirs;
    throw new MfaError("ERR_MFA_DATA_VERSION", {
      detail:
        "there are records, but what says how to read them is gone; restore a backup of the whole store",
    });
  }
  return undefined;
}
