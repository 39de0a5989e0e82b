import type { Operator, Proof, Role } from "../contract/index.js";
import { newHolder, tidy } from "../core/holder.js";
import { second } from "../core/numbers.js";
import type { Client, Credential, OperatorRecord, Session } from "../core/record.js";
import { accepted, firstFactor, heldBy, type Rules } from "../core/rules.js";
import { randomId } from "../crypto/index.js";
import { MfaError, refuseUnknown } from "../errors/index.js";
import { commit } from "../http/commit.js";
import { fullName } from "../http/cookies.js";
import type { Parts } from "../http/parts.js";
import { mint } from "../http/token.js";
import { type Mfa, partsOf } from "../mfa/index.js";

export interface SignedInOptions {
  /** Who; added, with an address at `example.test`, where nobody goes by it. Default `"tester"`. */
  readonly username?: string | undefined;
  /** Of somebody who is added. Default `"operator"`. */
  readonly role?: Role | undefined;
  /** Default `"browser"`. */
  readonly client?: Client["kind"] | undefined;
  /** Seconds since they proved who they are: past the `maxAge` of a route they are asked again. Default 0. */
  readonly age?: number | undefined;
}

export interface SignedIn {
  readonly operator: Operator;
  /** To be sent with each request: a cookie and our own origin, or a bearer. For supertest: `.set(headers)`. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Somebody who is signed in with all that the policy asks, for a host's own tests: no password is hashed, no mail is sent. What
 * they would have had to enrol is made up, so it can be neither shown nor passed. The system must be set up. Throws
 * `ERR_MFA_OPTIONS` where `NODE_ENV` is `production`.
 */
export async function signedIn(mfa: Mfa | Mfa<never>, options: SignedInOptions = {}): Promise<SignedIn> {
  refuseUnknown("signedIn()", options, ["username", "role", "client", "age"]);
  if (process.env.NODE_ENV === "production") throw wrong("it is for tests, and NODE_ENV is production");
  const parts = partsOf(mfa);
  if (parts === undefined) throw wrong("its first argument must come from createMfa");
  const { username = "tester", role = "operator", client: kind = "browser", age = 0 } = options;
  const people = (mfa as Mfa).operators;
  const operator =
    (await people.find(username)) ?? (await people.add({ username, role, email: addressFor(username) }));
  const rules = await parts.rules({ fresh: true });
  const token = mint(parts.random);
  const step = await commit(parts, rules, operator.id, (record, now) => {
    const able = withCredentials(parts, record, rules, now);
    const at = now - age * second;
    const session: Session = {
      ...newHolder(able, rules, token, { kind, userAgent: "express-mfa/testing" }, now),
      proofs: strategiesFor(able, rules).map((id) => proofOf(able, rules, id, at)),
      used: now,
      sends: [],
    };
    return {
      record: tidy({ ...able, sessions: [...able.sessions, session] }, rules, now),
      outcome: undefined,
    };
  });
  if (step === undefined) throw new MfaError("ERR_MFA_NOT_FOUND");
  const text = token.text(operator.id);
  const { first } = parts.sites;
  return {
    operator,
    headers:
      kind === "app"
        ? { Authorization: `Bearer ${text}` }
        : { Cookie: `${fullName(first, "session")}=${text}`, Origin: first.origin },
  };
}

function addressFor(username: string): string {
  return `${/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/i.test(username) ? username : "tester"}@example.test`;
}

/** The first factor, and a second one that the policy accepts: one that they have, where they have one. */
function strategiesFor(record: OperatorRecord, rules: Rules): string[] {
  const able = accepted(record, rules).map(({ id }) => id);
  const second = able.find((id) => heldBy(record, rules, id) !== undefined) ?? able[0];
  return [firstFactor(rules.catalogue).id, ...(second === undefined ? [] : [second])];
}

function withCredentials(
  { random }: Parts,
  record: OperatorRecord,
  rules: Rules,
  at: number,
): OperatorRecord {
  const missing = strategiesFor(record, rules).filter((id) => heldBy(record, rules, id) === undefined);
  const made = missing.map((strategy): Credential => ({ id: randomId(random), strategy, at, own: null }));
  return { ...record, credentials: [...record.credentials, ...made] };
}

function proofOf(record: OperatorRecord, rules: Rules, strategy: string, at: number): Proof {
  return { strategy, credential: heldBy(record, rules, strategy)?.id ?? "", at, via: "challenge" };
}

function wrong(detail: string): MfaError {
  return new MfaError("ERR_MFA_OPTIONS", { detail: `signedIn(): ${detail}` });
}
