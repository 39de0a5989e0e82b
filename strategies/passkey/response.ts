import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { Input } from "../../lib/kit/index.js";

/** Of the answer that a browser's script sends, as JSON in one field. Keys for the time after RSA and ECC are some kB long. */
export const longest = 16_384;

const mostTransports = 10;

type Members = Readonly<Record<string, unknown>>;

/** An answer to `navigator.credentials.get`, if it has the shape of one. What it says is for the library to check. */
export function readAuthentication({ response: text }: Input): AuthenticationResponseJSON | undefined {
  const read = readResponse(text);
  const texts = ["clientDataJSON", "authenticatorData", "signature"];
  return read !== undefined && hasTexts(read.response, texts) ? (read as never) : undefined;
}

/** The same of `navigator.credentials.create`. */
export function readRegistration({ response: text }: Input): RegistrationResponseJSON | undefined {
  const read = readResponse(text);
  return read !== undefined && hasTexts(read.response, ["clientDataJSON", "attestationObject"])
    ? (read as never)
    : undefined;
}

function readResponse(text = ""): (Members & { readonly response: Members }) | undefined {
  if (text.length > longest) return undefined;
  const read = parse(text);
  if (!isObject(read) || !isObject(read.response) || !hasTexts(read, ["id", "rawId", "type"]))
    return undefined;
  // Asked by a page of somebody else's around ours (WebAuthn §7.2): none of ours is in a frame.
  const client = parse(decode(read.response.clientDataJSON));
  if (!isObject(client) || (client.crossOrigin !== undefined && client.crossOrigin !== false))
    return undefined;
  return { ...read, response: read.response };
}

/** How the device can be reached: a hint, which nobody has signed, for the browser that asks it next (WebAuthn §5.8.4). */
export function transportsIn({ response: { transports } }: RegistrationResponseJSON): string[] {
  const said: readonly unknown[] = Array.isArray(transports) ? transports : [];
  return said
    .filter((one): one is string => typeof one === "string" && /^[a-z-]{1,20}$/.test(one))
    .slice(0, mostTransports);
}

/** The text of a user handle: an operator's id. */
export function decode(value: unknown): string {
  return typeof value === "string" ? Buffer.from(value, "base64url").toString("utf8") : "";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasTexts(members: Members, names: readonly string[]): boolean {
  return names.every((name) => typeof members[name] === "string");
}
