import type { Role } from "../contract/index.js";
import { type Doer, note } from "../core/events.js";
import { disable, edit, enable, leave, type Person } from "../core/operator.js";
import type { OperatorRecord } from "../core/record.js";
import { endAll } from "../core/session.js";
import { assertEngineer, roleOf } from "../core/system.js";
import { MfaError } from "../errors/index.js";
import { commit } from "./commit.js";
import type { Parts } from "./parts.js";

/**
 * What is done to an operator by somebody else: an engineer (`doer`), or the host's own code. Each throws
 * `ERR_MFA_INPUT` for the last engineer and `ERR_MFA_FORBIDDEN` where the doer is an engineer no more; the answer is
 * `false` for an id that nobody has.
 */
export interface Manage {
  edit(id: string, person: Person, doer?: Doer): Promise<OperatorRecord | false>;
  /** An engineer who is disabled, or was, is none; a role is given to who can use it. */
  setRole(id: string, role: Role, doer?: Doer): Promise<boolean>;
  disable(id: string, doer?: Doer): Promise<boolean>;
  enable(id: string, doer?: Doer): Promise<boolean>;
  remove(id: string, doer?: Doer): Promise<boolean>;
  signOutEverywhere(id: string, doer?: Doer): Promise<boolean>;
}

export function manage(parts: Parts): Manage {
  const { directory, elsewhere } = parts;
  /** Who may come in at all is said where the operators are kept. */
  const assertOurs = () => {
    if (elsewhere !== undefined) throw new MfaError("ERR_MFA_DIRECTORY");
  };
  /** The rules, as late as can be: who asks may be an engineer no more. */
  const rulesFor = async (doer: Doer | undefined) => {
    const rules = await parts.rules({ fresh: true });
    assertEngineer(rules.system, doer?.by);
    return rules;
  };
  const apply = async (
    id: string,
    doer: Doer | undefined,
    change: (record: OperatorRecord, now: number) => OperatorRecord,
  ) => {
    const rules = await rulesFor(doer);
    const step = await commit(parts, rules, id, (record, now) => ({
      record: change(record, now),
      outcome: undefined,
    }));
    return step !== undefined;
  };

  /*
   * Out go the role, the person, and the role once more: two engineers who put each other out cannot both win, since one
   * system record decides; and who was given the role in between has it no longer.
   */
  return {
    async edit(id, person, doer) {
      const rules = await rulesFor(doer);
      await writeElsewhere(parts, id, person);
      const step = await commit(parts, rules, id, (record, now) => edit(record, person, now, doer));
      if (step === undefined) return false;
      const { record, outcome } = step;
      if (outcome.changed) await directory.relist(record);
      return record;
    },

    async setRole(id, role, doer) {
      const record = await parts.operators.read(id, { fresh: true });
      if (record === undefined) return false;
      const before = record.hostRole ?? roleOf((await parts.rules({ fresh: true })).system, id);
      if (before === role) return true;
      assertOurs();
      if (role === "engineer" && !record.enabled) return true;
      await directory.setRole(id, role, doer?.by);
      const details = [{ name: "role", before, after: role } as const];
      const there = await apply(id, undefined, (current, now) =>
        note(current, "edited", now, { ...doer, details }),
      );
      // Removed or disabled in the same moment: nobody counts as an engineer who cannot come in.
      const after = await parts.operators.read(id, { fresh: true });
      if (role === "engineer" && after?.enabled !== true) await directory.setRole(id, "operator");
      return there;
    },

    async disable(id, doer) {
      assertOurs();
      await directory.setRole(id, "operator", doer?.by);
      const there = await apply(id, undefined, (record, now) => disable(record, now, doer).record);
      await directory.setRole(id, "operator");
      return there;
    },

    async enable(id, doer) {
      assertOurs();
      return apply(id, doer, (record, now) => enable(record, now, doer).record);
    },

    async remove(id, doer) {
      assertOurs();
      await directory.setRole(id, "operator", doer?.by);
      const there = await apply(id, undefined, (record, now) => leave(record, now, doer).record);
      if (there) await directory.remove(id);
      await directory.setRole(id, "operator");
      return there;
    },

    signOutEverywhere: (id, doer) => apply(id, doer, (record, now) => endAll(record, now, doer).record),
  };
}

/** A host's own table is written first: what it does not take is not done. Throws `ERR_MFA_DIRECTORY` where it is not ours to write. */
export async function writeElsewhere(
  { elsewhere, operators }: Parts,
  id: string,
  person: Person,
): Promise<void> {
  if (elsewhere === undefined) return;
  const record = await operators.read(id, { fresh: true });
  if (record?.hostId === undefined) return;
  const change = {
    ...(person.name !== record.name && { name: person.name ?? null }),
    ...(person.email !== record.email && { email: person.email ?? null }),
  };
  if (Object.keys(change).length === 0) return;
  if (elsewhere.update === undefined) throw new MfaError("ERR_MFA_DIRECTORY");
  await elsewhere.update(record.hostId, change);
}
