import type { IncomingMessage } from "node:http";
import type { Random } from "../contract/index.js";
import type { Minted } from "../core/holder.js";
import { randomId, tokenHash } from "../crypto/index.js";
import { bearerOf } from "./caller.js";

/** `mfa_sk_<id>_<secret>`: the start says what it is, to whoever finds one in a file and to programs that look for them. */
const shape = /^mfa_sk_([\w-]{22})_([\w-]{43})$/;
const start = "mfa_sk_";

/** What the request brings as the key of a program: good or not, or not even of its shape. `undefined`: it brings none. */
export function serviceTokenIn(req: IncomingMessage): Minted | "malformed" | undefined {
  if (req.headers.authorization === undefined) return undefined;
  const bearer = bearerOf(req);
  if (bearer === undefined || !bearer.startsWith(start)) return undefined;
  const [, id, secret] = shape.exec(bearer) ?? [];
  return id === undefined || secret === undefined ? "malformed" : { id, hash: tokenHash(secret) };
}

/** A key that was not handed out yet; its text is told once. */
export function mintServiceToken(random: Random): Minted & { readonly text: string } {
  const id = randomId(random);
  const secret = random.bytes(32).toString("base64url");
  return { id, hash: tokenHash(secret), text: `${start}${id}_${secret}` };
}
