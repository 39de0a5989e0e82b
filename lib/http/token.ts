import type { Random } from "../contract/index.js";
import type { Minted } from "../core/holder.js";
import { randomId, tokenHash } from "../crypto/index.js";

/** `<operator key>.<id>.<secret>`: says where to look, and proves the right to it. Only the hash of the secret is kept. */
export interface Token {
  readonly operator: string;
  readonly id: string;
  readonly hash: string;
}

const shape = /^[\w-]{22}\.[\w-]{22}\.[\w-]{43}$/;

/** By the places of its parts, which are of fixed length: every request comes by here. */
export function readToken(text: string | undefined): Token | undefined {
  if (text === undefined || !shape.test(text)) return undefined;
  return { operator: text.slice(0, 22), id: text.slice(23, 45), hash: tokenHash(text.slice(46)) };
}

/** A token that was minted and not handed out yet. */
export interface NewToken extends Minted {
  /** The text for the client, under the id that it got in the end. */
  text(operator: string, id?: string): string;
}

export function mint(random: Random): NewToken {
  const id = randomId(random);
  const secret = random.bytes(32).toString("base64url");
  return { id, hash: tokenHash(secret), text: (operator, kept = id) => `${operator}.${kept}.${secret}` };
}
