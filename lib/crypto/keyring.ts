import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { MfaError } from "../errors/index.js";
import { sameText } from "./text.js";

/** Seals and signs under subkeys of the secrets: the first one makes, all of them open. */
export interface Keyring {
  /** AES-256-GCM, bound to what it is for and whose it is: moved elsewhere it does not open. */
  seal(purpose: string, id: string, text: string): string;
  /** Throws `ERR_MFA_SECRET` when none of the secrets opens it: sealed with another, moved, or changed. */
  open(purpose: string, id: string, sealed: string): string;
  /** Was it sealed with the newest of the secrets? */
  isNewest(sealed: string): boolean;
  /** HMAC-SHA256, base64url. */
  mac(purpose: string, text: string): string;
  /** Constant time, under any of the secrets. */
  macFits(purpose: string, text: string, mac: string): boolean;
}

interface Key {
  /** Tells the secrets apart in what they sealed, and nothing about them. */
  readonly id: string;
  subkey(use: string): Buffer;
}

const least = 32;
const version = "v1";
const nonceLength = 12;
const tagLength = 16;

/** @param secrets each of 32 bytes at least; the first seals */
export function createKeyring(secrets: readonly string[]): Keyring {
  const keys = secrets.map(createKey);
  const [newest] = keys;
  if (newest === undefined) throw new MfaError("ERR_MFA_OPTIONS", { detail: 'option "secret" is missing' });
  const mac = (key: Key, purpose: string, text: string) =>
    createHmac("sha256", key.subkey(`mac:${purpose}`))
      .update(text)
      .digest("base64url");

  return {
    seal(purpose, id, text) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv("aes-256-gcm", newest.subkey("seal"), nonce).setAAD(binding(purpose, id));
      const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${version}.${newest.id}.${sealed.toString("base64url")}`;
    },

    open(purpose, id, sealed) {
      const [sealedVersion, keyId, body = "", ...rest] = sealed.split(".");
      const key = sealedVersion === version ? keys.find((known) => known.id === keyId) : undefined;
      if (key === undefined) throw notOurs("it was sealed with a secret that is not in the option");
      const bytes = Buffer.from(body, "base64url");
      // Only as `seal` spelt it: a decoder passes over what is not of its alphabet, and over spare bits.
      if (rest.length > 0 || bytes.toString("base64url") !== body) throw notOurs("it was changed");
      try {
        const nonce = bytes.subarray(0, nonceLength);
        const decipher = createDecipheriv("aes-256-gcm", key.subkey("seal"), nonce, {
          authTagLength: tagLength,
        });
        decipher.setAAD(binding(purpose, id)).setAuthTag(bytes.subarray(-tagLength));
        return (
          decipher.update(bytes.subarray(nonceLength, -tagLength), undefined, "utf8") + decipher.final("utf8")
        );
      } catch (cause) {
        throw notOurs("it was changed, or belongs to another key", cause);
      }
    },

    isNewest: (sealed) => sealed.startsWith(`${version}.${newest.id}.`),

    mac: (purpose, text) => mac(newest, purpose, text),
    macFits: (purpose, text, given) => keys.some((key) => sameText(mac(key, purpose, text), given)),
  };
}

function createKey(secret: string): Key {
  if (Buffer.byteLength(secret) < least) {
    throw new MfaError("ERR_MFA_OPTIONS", {
      detail: `option "secret" has fewer than ${least} bytes; make one with: openssl rand -base64 32`,
    });
  }
  const derive = (use: string) => Buffer.from(hkdfSync("sha256", secret, "express-mfa", use, 32));
  const subkeys = new Map<string, Buffer>();
  return {
    id: derive("key id").toString("base64url").slice(0, 8),
    subkey(use) {
      const known = subkeys.get(use) ?? derive(use);
      subkeys.set(use, known);
      return known;
    },
  };
}

/** The length of the first part says where the second begins: no two pairs read the same. */
function binding(purpose: string, id: string): Buffer {
  return Buffer.from(`${purpose.length}:${purpose}:${id}`);
}

function notOurs(detail: string, cause?: unknown): MfaError {
  return new MfaError("ERR_MFA_SECRET", { detail: `a stored value cannot be opened: ${detail}`, cause });
}
