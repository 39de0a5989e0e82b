import { z } from "zod";
import type { Clock } from "../contract/index.js";
import { unspent } from "../core/budget.js";
import { note } from "../core/events.js";
import type { Credential, OperatorRecord } from "../core/record.js";
import type { SystemRecord } from "../core/system.js";
import { MfaError } from "../errors/index.js";
import type { Collection, CollectionSpec } from "../store/types.js";
import { canonicalName, type Profile, readProfile } from "./profile.js";

/** Who goes by a name. The record has the last word: a claim that its record does not bear out is none. */
export interface NameClaim {
  readonly operator: string;
}

const claim = z.strictObject({ operator: z.string() });

export const namesSpec: CollectionSpec<NameClaim> = {
  prefix: "name",
  parse: (stored) => claim.parse(stored),
};

/** The one key of the system record in its collection. */
export const systemId = "system";

/** The people who sign in, kept in the same storage. */
export interface Directory {
  /** The key under which a name is looked up; tells nothing of the name. */
  nameKey(username: string): string;
  /** The record of whoever goes by this name. Takes the same reads for names that nobody has. */
  find(username: string): Promise<OperatorRecord | undefined>;
  /** Throws `ERR_MFA_INPUT` when the profile does not fit or the name is taken. */
  add(profile: Profile, id: string, credentials: readonly Credential[]): Promise<OperatorRecord>;
  /** Takes back an operator who was never in, with the name. */
  discard(id: string): Promise<void>;
  /** The ids of the first so many, in no order that means anything. */
  some(limit: number): Promise<string[]>;
  /** Nobody is in the directory. */
  isEmpty(): Promise<boolean>;
}

export interface DirectoryParts {
  readonly operators: Collection<OperatorRecord>;
  readonly names: Collection<NameClaim>;
  readonly system: Collection<SystemRecord>;
  readonly clock: Clock;
  indexKey(text: string): string;
}

export function createDirectory({ operators, names, system, clock, indexKey }: DirectoryParts): Directory {
  const nameKey = (username: string) => indexKey(`name:${canonicalName(username)}`);
  const taken = () =>
    new MfaError("ERR_MFA_INPUT", { detail: "the name is taken", errors: { username: "taken" } });

  return {
    nameKey,

    async find(username) {
      const key = nameKey(username);
      const claimed = await names.read(key, { fresh: true });
      const record = await operators.read(claimed?.operator ?? nobody, { fresh: true });
      return record !== undefined && nameKey(record.username) === key ? record : undefined;
    },

    /**
     * The record first, then the role, the name last: until the name is claimed nobody can sign in as them, so whatever
     * a crash leaves behind is nobody.
     */
    async add(input, id, credentials) {
      const { role, ...profile } = readProfile(input);
      const key = nameKey(profile.username);
      if ((await names.read(key, { fresh: true })) !== undefined) throw taken();
      const record = note(newRecord(profile, id, credentials), "added", clock());
      await operators.update(id, (current) => {
        if (current !== undefined)
          throw new MfaError("ERR_MFA_FAULT", { detail: "the operator's id is in use" });
        return { next: record, outcome: undefined };
      });
      if (role === "engineer") await makeEngineer(system, id);
      const won = await names.update(key, (current) =>
        current === undefined ? { next: { operator: id }, outcome: true } : { next: current, outcome: false },
      );
      if (won) return record;
      await operators.update(id, () => ({ next: undefined, outcome: undefined }));
      throw taken();
    },

    /** The record first: then nobody can sign in as them. */
    async discard(id) {
      const username = await operators.update(id, (current) => ({
        next: undefined,
        outcome: current?.username,
      }));
      if (username === undefined) return;
      await names.update(nameKey(username), (claimed) => ({
        next: claimed?.operator === id ? undefined : claimed,
        outcome: undefined,
      }));
    },

    async some(limit) {
      return (await operators.list(undefined, limit)).map(([id]) => id);
    },

    async isEmpty() {
      return (await operators.list(undefined, 1)).length === 0;
    },
  };
}

/** Read in place of a record for names that nobody has, so that both take as long. */
const nobody = "nobody";

function makeEngineer(system: Collection<SystemRecord>, id: string): Promise<void> {
  return system.update(systemId, (current) => {
    if (current === undefined) throw new MfaError("ERR_MFA_CLOSED");
    if (current.engineers.includes(id)) return { next: current, outcome: undefined };
    return { next: { ...current, engineers: [...current.engineers, id] }, outcome: undefined };
  });
}

function newRecord(
  profile: Omit<Profile, "role">,
  id: string,
  credentials: readonly Credential[],
): OperatorRecord {
  const { username, name, email, language } = profile;
  return {
    version: 1,
    id,
    username,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(language !== undefined && { language }),
    enabled: true,
    epoch: 0,
    trustEpoch: 0,
    credentials,
    codes: unspent,
    sends: [],
    signIns: [],
    sessions: [],
    devices: [],
    events: { next: 0, last: [] },
  };
}
