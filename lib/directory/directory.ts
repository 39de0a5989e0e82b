import type { Clock, Role } from "../contract/index.js";
import { unspent } from "../core/budget.js";
import { type Doer, note } from "../core/events.js";
import type { Credential, OperatorRecord } from "../core/record.js";
import { assertEngineer, type SystemRecord, withEngineer, withoutEngineer } from "../core/system.js";
import { MfaError } from "../errors/index.js";
import type { Collection } from "../store/types.js";
import type { IndexEntry } from "./index-entry.js";
import { createLister, type Lister } from "./list.js";
import type { Names } from "./names.js";
import type { OperatorIndex } from "./operator-index.js";
import { type Profile, readProfile } from "./profile.js";

/** The one key of the system record in its collection. */
export const systemId = "system";

/** The people who sign in, kept in the same storage. */
export interface Directory extends Lister {
  /** The key under which a name is looked up; tells nothing of the name. */
  nameKey(username: string): string;
  /**
   * The record of whoever goes by this name. Takes the same reads for names that nobody has. `likely`: who it may be, so that
   * their records are read together with the name; for everybody else it changes nothing.
   */
  find(username: string, likely?: readonly string[]): Promise<OperatorRecord | undefined>;
  /** Throws `ERR_MFA_INPUT` when the profile does not fit or the name is taken. */
  add(profile: Profile, id: string, credentials: readonly Credential[], by?: Doer): Promise<OperatorRecord>;
  /**
   * Takes an operator out, with the name. The role goes first: see `setRole`. `listed`: the name that lists have, where there
   * may be no record any more, or not yet.
   */
  remove(id: string, listed?: string): Promise<void>;
  /**
   * Takes effect at once. `by`: the engineer who asks. Throws `ERR_MFA_INPUT` where the last engineer would go,
   * `ERR_MFA_FORBIDDEN` where `by` is an engineer no more.
   */
  setRole(id: string, role: Role, by?: string): Promise<void>;
  /** What lists know of an operator is what the record says. */
  relist(record: OperatorRecord): Promise<void>;
  /** Nobody is in the directory. */
  isEmpty(): Promise<boolean>;
}

export interface DirectoryParts {
  readonly operators: Collection<OperatorRecord>;
  readonly names: Names;
  readonly system: Collection<SystemRecord>;
  readonly index: OperatorIndex;
  readonly clock: Clock;
}

export function createDirectory({ operators, names, system, index, clock }: DirectoryParts): Directory {
  const remove: Directory["remove"] = async (id, listed) => {
    const username = await operators.update(id, (current) => ({
      next: undefined,
      outcome: current?.username,
    }));
    if (username !== undefined) await names.release(username, id);
    const known = username ?? listed;
    if (known !== undefined) await index.drop([{ id, username: known }]);
  };

  const setRole: Directory["setRole"] = async (id, role, by) => {
    await system.update(systemId, (current) => {
      if (current === undefined) throw new MfaError("ERR_MFA_CLOSED");
      assertEngineer(current, by);
      const next = role === "engineer" ? withEngineer(current, id) : withoutEngineer(current, id);
      return { next, outcome: undefined };
    });
  };

  return {
    ...createLister({ operators, index, clock, ownerOf: ({ username }) => names.owner(username) }),
    nameKey: names.key,
    remove,
    setRole,

    async find(username, likely = []) {
      const early = readEarly(operators, likely);
      const record = await early.of((await names.owner(username)) ?? nobody);
      const fits = record !== undefined && names.key(record.username) === names.key(username);
      return fits ? record : undefined;
    },

    /**
     * The index first, so that nobody who can sign in is missing from a list; then the record; then the name: until it is
     * claimed nobody can sign in as them, so whatever a crash leaves behind is nobody. The role last: nobody counts as an
     * engineer who is not there.
     */
    async add(input, id, credentials, by) {
      const { role = "operator", ...profile } = readProfile(input);
      const { username } = profile;
      if (await names.isTaken(username)) throw taken();
      const record = note(newRecord(profile, id, credentials), "added", clock(), by);
      await index.put([entryOf(record, clock())]);
      await operators.update(id, (current) => {
        if (current !== undefined)
          throw new MfaError("ERR_MFA_FAULT", { detail: "the operator's id is in use" });
        return { next: record, outcome: undefined };
      });
      if (!(await names.claim(username, { operator: id }))) {
        await remove(id);
        throw taken();
      }
      if (role === "engineer") {
        try {
          await setRole(id, role, by?.by);
        } catch (error) {
          await remove(id);
          throw error;
        }
      }
      return record;
    },

    relist: (record) => index.put([entryOf(record, clock())]),

    async isEmpty() {
      return (await operators.list(undefined, 1)).length === 0;
    },
  };
}

/** Reads that are under way before it is known which of them is wanted, if any. A fault of the others is nobody's. */
export function readEarly(operators: Pick<Collection<OperatorRecord>, "read">, ids: readonly string[]) {
  const read = (id: string) => operators.read(id, { fresh: true });
  const under = new Map(ids.map((id) => [id, read(id)]));
  for (const record of under.values()) record.catch(() => {});
  return { of: (id: string) => under.get(id) ?? read(id) };
}

const taken = () =>
  new MfaError("ERR_MFA_INPUT", { detail: "the name is taken", errors: { username: "taken" } });

/** Read in place of a record for names that nobody has, so that both take as long. */
const nobody = "nobody";

export function entryOf(
  { id, username, name, email }: Pick<OperatorRecord, "id" | "username" | "name" | "email">,
  at: number,
): IndexEntry {
  return { id, username, ...(name !== undefined && { name }), ...(email !== undefined && { email }), at };
}

export function newRecord(
  { username, name, email, language }: Omit<Profile, "role">,
  id: string,
  credentials: readonly Credential[],
): OperatorRecord {
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
