import { hash, timingSafeEqual } from "node:crypto";

/** SHA-256 of a long random secret, base64url: enough for what nobody can guess. */
export function tokenHash(secret: string): string {
  return hash("sha256", secret, "base64url");
}

/** Constant time for texts of the same length (ASVS 11.2.4). */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
