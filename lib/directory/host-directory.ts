import type { Clock, HostChange, HostOperator, OperatorDirectory } from "../contract/index.js";
import { note } from "../core/events.js";
import { disable, follow } from "../core/operator.js";
import type { Credential, OperatorRecord } from "../core/record.js";
import { roleOf, type SystemRecord, withRole } from "../core/system.js";
import { MfaError } from "../errors/index.js";
import { createDeadline } from "../store/deadline.js";
import type { Collection } from "../store/types.js";
import { type Directory, entryOf, newRecord, readEarly, systemId } from "./directory.js";
import { type HostPerson, type RoleOf, readHostOperator } from "./host-person.js";
import { createLister } from "./list.js";
import type { OperatorIndex } from "./operator-index.js";
import { canonicalName } from "./profile.js";

/** The people of the host's own table, with what security keeps of each beside it. */
export interface HostDirectory {
  /** The records, as the host's rows say at each read: whoever is in no row is in no record. */
  readonly operators: Collection<OperatorRecord>;
  readonly directory: Directory;
  /** The key of the record of this row, which is made where it was not yet there. */
  admit(hostId: string): Promise<string>;
  /** Writes to the host first. Missing: the host's table is changed at the host alone. */
  readonly update?: (hostId: string, change: HostChange) => Promise<void>;
}

export interface HostDirectoryParts {
  readonly host: OperatorDirectory;
  readonly roleOf: RoleOf;
  /** Milliseconds for which a row may be held; 0: it is asked for each time. */
  readonly maxAge: number;
  readonly operators: Collection<OperatorRecord>;
  readonly system: Collection<SystemRecord>;
  readonly index: OperatorIndex;
  readonly clock: Clock;
  indexKey(text: string): string;
  /** What they bring along when they come for the first time. Throws where it cannot be taken over. */
  adopt(person: HostPerson, id: string): Promise<readonly Credential[]>;
}

/** Milliseconds: a host's table that does not answer lets nobody in. */
const patience = 1500;
const mostHeld = 10_000;
const nobody = "nobody";

export function createHostDirectory(parts: HostDirectoryParts): HostDirectory {
  const { host, roleOf: mapped, maxAge, operators, system, index, clock } = parts;
  const held = new Map<string, { readonly person: HostPerson; readonly at: number }>();
  const keyOf = (hostId: string) => parts.indexKey(`host:${hostId}`).slice(0, 22);

  const ask = async (work: () => Promise<HostOperator | undefined | null>) => {
    const asked = Promise.resolve().then(work);
    const row = await createDeadline(patience).within(asked);
    return row ? readHostOperator(row, mapped) : undefined;
  };
  const isHeld = (id: string) => {
    const at = held.get(id)?.at;
    return at !== undefined && clock() >= at && clock() - at < maxAge;
  };
  const hold = (id: string, person: HostPerson | undefined) => {
    held.delete(id);
    if (maxAge === 0 || person === undefined) return;
    held.set(id, { person, at: clock() });
    const [oldest] = held.keys();
    if (held.size > mostHeld && oldest !== undefined) held.delete(oldest);
  };

  /** The record as the row says; it is written where they differ, so that whoever is out is out in every process. */
  const asSaid = async (person: HostPerson, record: OperatorRecord | undefined): Promise<OperatorRecord> => {
    const id = keyOf(person.hostId);
    await setRole(id, person);
    if (record !== undefined && follow(record, person, clock()) === record) return record;
    const credentials = record === undefined ? await parts.adopt(person, id) : [];
    // First, so that nobody who can sign in is missing from a list.
    await index.put([entryOf({ ...person, id }, clock())]);
    const { written, former } = await operators.update(id, (current) => {
      const next =
        current === undefined ? created(person, id, credentials) : follow(current, person, clock());
      return { next, outcome: { written: next, former: current?.username } };
    });
    if (former !== undefined && canonicalName(former) !== canonicalName(written.username))
      await unlist({ id, username: former });
    return written;
  };
  /** They have a new name. Where another process has seen the old one again meanwhile, it stands again. */
  const unlist = async (former: { readonly id: string; readonly username: string }) => {
    await index.drop([former]);
    const now = await operators.read(former.id, { fresh: true });
    if (now !== undefined && canonicalName(now.username) === canonicalName(former.username))
      await index.put([entryOf(now, clock())]);
  };
  const created = (person: HostPerson, id: string, credentials: readonly Credential[]) => {
    const { hostId, role: hostRole, enabled } = person;
    const made = { ...newRecord(person, id, credentials), hostId, hostRole, enabled };
    return note(made, "added", clock());
  };
  const setRole = async (id: string, { role }: Pick<HostPerson, "role">) => {
    const current = await system.read(systemId);
    if (current === undefined || roleOf(current, id) === role) return;
    await system.update(systemId, (now) => ({ next: now && withRole(now, id, role), outcome: undefined }));
  };
  /** They are in no row any more: what they have open ends in every process. */
  const gone = async (record: OperatorRecord | undefined): Promise<undefined> => {
    if (record === undefined) return undefined;
    await setRole(record.id, { role: "operator" });
    if (record.enabled)
      await operators.update(record.id, (current) => ({
        next: current && disable(current, clock()).record,
        outcome: undefined,
      }));
    return undefined;
  };

  const read: Collection<OperatorRecord>["read"] = async (id, options) => {
    const record = await operators.read(id, options);
    const hostId = record?.hostId;
    if (record === undefined || hostId === undefined) return undefined;
    if (options?.fresh !== true && isHeld(id)) return record;
    const person = await ask(() => host.findById(hostId));
    if (person !== undefined && person.hostId !== hostId)
      throw new MfaError("ERR_MFA_STORAGE", { detail: 'the option "directory" gave a row of another id' });
    hold(id, person);
    return person === undefined ? gone(record) : asSaid(person, record);
  };
  const wrapped: Collection<OperatorRecord> = {
    ...operators,
    read,
    peek: (id) => (isHeld(id) ? operators.peek(id) : undefined),
  };

  const elsewhere = () => {
    throw new MfaError("ERR_MFA_DIRECTORY", {
      detail: "operators are added, changed and taken out where they are kept",
    });
  };
  const update = host.update?.bind(host);
  return {
    operators: wrapped,
    async admit(hostId) {
      const person = await ask(() => host.findById(hostId));
      const id = keyOf(hostId);
      if (person !== undefined && person.hostId === hostId)
        await asSaid(person, await operators.read(id, { fresh: true }));
      return id;
    },
    ...(update !== undefined && {
      async update(hostId, change) {
        await createDeadline(patience).within(Promise.resolve().then(() => update(hostId, change)));
        held.delete(keyOf(hostId));
      },
    }),
    directory: {
      ...createLister({ operators: wrapped, index, clock, ownerOf: async ({ id }) => id }),
      nameKey: (username) => parts.indexKey(`name:${canonicalName(username)}`),
      async find(username, likely = []) {
        const early = readEarly(operators, likely);
        const found = await ask(() => host.findByUsername(username));
        // Guesses are counted by the name that is typed: one person by many names would be many budgets.
        const fits = found !== undefined && canonicalName(found.username) === canonicalName(username);
        const person = fits ? found : undefined;
        const id = person === undefined ? nobody : keyOf(person.hostId);
        const record = await early.of(id);
        if (person === undefined) return undefined;
        hold(id, person);
        return asSaid(person, record);
      },
      add: async () => elsewhere(),
      remove: async () => elsewhere(),
      setRole: async () => elsewhere(),
      relist: (record) => index.put([entryOf(record, clock())]),
      isEmpty: async () => (await operators.list(undefined, 1)).length === 0,
    },
  };
}
