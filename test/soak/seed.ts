import { randomBytes } from "node:crypto";
import { hash } from "@node-rs/argon2";
import { newHolder } from "../../lib/core/holder.js";
import type { Credential, OperatorRecord, Session } from "../../lib/core/record.js";
import type { Rules } from "../../lib/core/rules.js";
import type { SystemRecord } from "../../lib/core/system.js";
import { createKeyring, systemRandom, tokenHash } from "../../lib/crypto/index.js";
import { entryOf, newRecord, systemId } from "../../lib/directory/directory.js";
import type { IndexEntry } from "../../lib/directory/index.js";
import { canonicalName } from "../../lib/directory/profile.js";
import type { Backend } from "../../lib/index.js";
import { createVault } from "../../lib/store/index.js";
import { wrap } from "../../lib/store-kit/index.js";
import { seedIndex } from "../support/operator-index.js";

/** Puts many values where none are, in one statement. */
export type Insert = (rows: readonly (readonly [key: string, raw: string])[]) => Promise<void>;

export interface Seeded {
  readonly username: string;
  /** What a signed-in browser of theirs would send. */
  readonly token: string;
}

export const password = "a password for the benchmark";
/** MFA is off, so that a password is a sign-in. */
const system: SystemRecord = {
  version: 1,
  policy: { strategies: [], reauthDays: 0, version: 1 },
  engineers: [],
  ...{ epoch: 0, trustEpoch: 0 },
};
/** So many of them are signed in: those that are asked for. */
const signedIn = 200;
const atOnce = 2000;

/**
 * Operators by the hundred thousand, as they would lie in the store had each been added: sealed by the library's own code,
 * written past it. One password, whose hash costs as much as all the rest.
 */
export async function seed(
  backend: Backend,
  { secret, count, insert }: { readonly secret: string; readonly count: number; readonly insert: Insert },
): Promise<readonly Seeded[]> {
  const keyring = createKeyring([secret]);
  const vault = createVault({ backend, keyring, clock: Date.now, random: systemRandom, staleness: 0 });
  await vault.open();
  const own = { hash: await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }) };
  const sealed = (prefix: string, id: string, value: object) =>
    [`${prefix}:${id}`, wrap(keyring.seal(prefix, id, JSON.stringify(value)))] as const;
  const entries: IndexEntry[] = [];
  const seeded: Seeded[] = [];
  for (let done = 0; done < count; ) {
    const rows: (readonly [string, string])[] = [];
    for (let n = 0; n < atOnce && done < count; n += 1, done += 1) {
      const username = `operator-${String(done).padStart(7, "0")}`;
      const id = randomBytes(16).toString("base64url");
      const credential: Credential = { id: "seeded", strategy: "password", at: Date.now(), own };
      const profile = { username, name: `Operator ${done}`, email: `${username}@seed.example` };
      let record = newRecord(profile, id, [credential]);
      if (done < signedIn) {
        const { session, token } = sessionOf(record);
        record = { ...record, sessions: [session] };
        seeded.push({ username, token });
      }
      rows.push(sealed("op", id, record));
      rows.push(sealed("name", vault.indexKey(`name:${canonicalName(username)}`), { operator: id }));
      entries.push(entryOf(record, Date.now()));
    }
    await insert(rows);
  }
  await insert([sealed("system", systemId, system)]);
  await seedIndex(vault, entries);
  return seeded;
}

function sessionOf(record: OperatorRecord): { readonly session: Session; readonly token: string } {
  const [id, secret] = [randomBytes(16).toString("base64url"), randomBytes(32).toString("base64url")];
  const now = Date.now();
  const rules = { system: { epoch: 0 } } as Rules;
  const holder = newHolder(record, rules, { id, hash: tokenHash(secret) }, { kind: "browser" }, now);
  const proofs = [{ strategy: "password", credential: "seeded", at: now, via: "challenge" }] as const;
  return { session: { ...holder, proofs, used: now, sends: [] }, token: `${record.id}.${id}.${secret}` };
}
