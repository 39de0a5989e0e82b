import { gate, readNumbers, type Strategy } from "../../lib/kit/index.js";
import { adopt } from "./adopt.js";
import { hashPassword, matches, needsRehash, nobodysHash } from "./hash.js";
import { messages } from "./messages.js";
import { refusal } from "./rules.js";

export interface PasswordOptions {
  /** Code points of a new password, 8 to 64. Default 8; where MFA is off it is 15, whatever this says (NIST 63B-4 §3.1.1.2). */
  readonly minLength?: number | undefined;
  /** How many hashes are computed at once, 1 to 64. Default 2: half of libuv's threads stay free for the storage. */
  readonly concurrency?: number | undefined;
  /** How many more may wait, 0 to 10,000; past it the answer is 503. Default 64. */
  readonly queue?: number | undefined;
}

/** A PHC string: algorithm and parameters stand with the hash (ASVS 11.4.2). */
type Own = { readonly hash: string };

/** Room for 1,024 code points of any script. Longer input is no password: wrong, after the same work. */
const mostBytes = 4096;

/** Argon2id, in threads of its own. */
export function password(options: PasswordOptions = {}): Strategy<"password", Own> {
  const { minLength, concurrency, queue } = readNumbers("password()", options, {
    minLength: { least: 8, most: 64, otherwise: 8 },
    concurrency: { least: 1, most: 64, otherwise: 2 },
    queue: { least: 0, most: 10_000, otherwise: 64 },
  });
  const enter = gate({ concurrency, queue });

  return {
    id: "password",
    stage: "first",
    factor: "knowledge",
    strength: 1,
    amr: ["pwd"],
    messages,
    fields: [
      {
        name: "password",
        label: "password",
        type: "password",
        autocomplete: "current-password",
        maxLength: mostBytes,
      },
    ],

    async judge({ random }, held, input) {
      const typed = normalise(input.password ?? "");
      const fits = typed !== "" && typed.isWellFormed() && Buffer.byteLength(typed) <= mostBytes;
      return enter(async () => {
        // An unknown name costs the same hash as a known one (ASVS 6.3.8).
        const same = await matches(held?.own.hash ?? nobodysHash(random), fits ? typed : "");
        if (!same || !fits || held === undefined) return { right: false };
        return needsRehash(held.own.hash) ? { right: true, use: await hashPassword(typed) } : { right: true };
      });
    },

    /** The hash under the parameters of today. */
    consume: (own, use) => (typeof use === "string" ? { hash: use } : own),

    adopt,

    enrol: {
      fields: [
        {
          name: "password",
          label: "newPassword",
          hint: "newPasswordHint",
          least: minLength,
          type: "password",
          autocomplete: "new-password",
          maxLength: mostBytes,
        },
      ],
      begin: async () => null,
      view: async () => ({ data: {} }),
      async finish(services, _begun, input) {
        const typed = normalise(input.password ?? "");
        const refused = await refusal(typed, services, minLength);
        if (refused !== undefined) return { right: false, errors: { password: refused } };
        return { right: true, own: { hash: await enter(() => hashPassword(typed)) } };
      },
    },
  };
}

/** The same characters typed on another device may come as other code points (ASVS 6.2.8: otherwise as received). */
function normalise(typed: string): string {
  return typed.normalize("NFC");
}
