import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";

export interface Traits {
  /** It checks a fingerprint, a face or a PIN. Default `true`. */
  readonly verifies?: boolean;
  /** It may be copied to other devices of its owner. Default `false`. */
  readonly synced?: boolean;
  /** Where the browser is. Default `https://net2.example`. */
  readonly origin?: string;
}

/** What an answer says otherwise than it should. */
export interface Lies extends Traits {
  readonly counter?: number;
  readonly userHandle?: string;
  readonly rpId?: string;
  readonly id?: string;
  readonly client?: Readonly<Record<string, unknown>>;
}

/** A browser and its authenticator, without the window: what `navigator.credentials` gives, and what it never would. */
export interface Authenticator {
  create(options: PublicKeyCredentialCreationOptionsJSON, lies?: Lies): RegistrationResponseJSON;
  get(options: PublicKeyCredentialRequestOptionsJSON, lies?: Lies): AuthenticationResponseJSON;
  readonly id: string;
  counter: number;
}

/** @param counter where it begins to count; 0: it does not count */
export function createAuthenticator(traits: Traits = {}, counter = 1): Authenticator {
  const id = randomBytes(16).toString("base64url");
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  let userHandle = "";
  const said = (given: Lies) => ({
    verifies: true,
    synced: false,
    origin: "https://net2.example",
    ...traits,
    ...given,
  });

  const device: Authenticator = {
    id,
    counter,

    create({ challenge, rp, user }, lies = {}) {
      const { origin, client } = said(lies);
      const own = lies.id ?? id;
      userHandle = user.id;
      const key = Buffer.concat([lengthOf(own), Buffer.from(own, "base64url"), coseKey(publicKey)]);
      const data = authenticatorData(
        rp.id ?? "",
        { ...said(lies), counter: device.counter },
        Buffer.concat([Buffer.alloc(16), key]),
      );
      return {
        id: own,
        rawId: own,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData("webauthn.create", challenge, origin, client),
          attestationObject: attestation(data),
          transports: ["internal"],
        },
      };
    },

    get({ challenge, rpId = "" }, lies = {}) {
      const { origin, client, ...said_ } = said(lies);
      if (device.counter > 0) device.counter += 1;
      const data = authenticatorData(lies.rpId ?? rpId, {
        ...said_,
        counter: lies.counter ?? device.counter,
      });
      const clientDataJSON = clientData("webauthn.get", challenge, origin, client);
      const hash = createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest();
      return {
        id: lies.id ?? id,
        rawId: lies.id ?? id,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON,
          authenticatorData: data.toString("base64url"),
          signature: sign("sha256", Buffer.concat([data, hash]), privateKey).toString("base64url"),
          userHandle: lies.userHandle ?? userHandle,
        },
      };
    },
  };
  return device;
}

function clientData(type: string, challenge: string, origin: string, more: Lies["client"] = {}): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...more })).toString(
    "base64url",
  );
}

/** WebAuthn §6.1: flags UP, UV, BE, BS, AT. */
function authenticatorData(
  rpId: string,
  { verifies, synced, counter }: { verifies: boolean; synced: boolean; counter: number },
  attested?: Buffer,
): Buffer {
  const flags = 0x01 | (verifies ? 0x04 : 0) | (synced ? 0x18 : 0) | (attested === undefined ? 0 : 0x40);
  const head = Buffer.alloc(5);
  head.writeUInt8(flags, 0);
  head.writeUInt32BE(counter, 1);
  const hash = createHash("sha256").update(rpId).digest();
  return Buffer.concat([hash, head, attested ?? Buffer.alloc(0)]);
}

function lengthOf(id: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.from(id, "base64url").length);
  return length;
}

/** RFC 9053 §7.1.1, in CBOR: an EC2 key on P-256 for ES256. */
function coseKey(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  const head = Buffer.from("a5010203262001215820", "hex");
  return Buffer.concat([
    head,
    Buffer.from(x, "base64url"),
    Buffer.from("225820", "hex"),
    Buffer.from(y, "base64url"),
  ]);
}

/** `{ fmt: "none", attStmt: {}, authData }` in CBOR. */
function attestation(data: Buffer): string {
  const head = Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746159", "hex");
  const length = Buffer.alloc(2);
  length.writeUInt16BE(data.length);
  return Buffer.concat([head, length, data]).toString("base64url");
}
