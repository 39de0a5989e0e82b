import type { AuditLine, NewHandover } from "../contract/index.js";
import { note } from "../core/events.js";
import { reset } from "../core/handover.js";
import { breakGlassLife } from "../core/numbers.js";
import type { OperatorRecord } from "../core/record.js";
import { afterRestore } from "../core/recovery.js";
import type { Rules } from "../core/rules.js";
import { type SystemRecord, withNewEpoch } from "../core/system.js";
import { mintCode } from "../crypto/index.js";
import { systemId } from "../directory/index.js";
import { MfaError } from "../errors/index.js";
import { commit } from "../http/commit.js";
import { everyOperator } from "../http/every-operator.js";
import { neverIn } from "../http/handover.js";
import type { Parts } from "../http/parts.js";
import type { Collection, Vault } from "../store/types.js";
import type { Auditing } from "./audit.js";
import type { MfaMaintenance } from "./mfa.js";
import { assertSetUp } from "./policy.js";

/** For the bad day, at the server's console: nothing of it can be reached by a request. */
export function createMaintenance(
  parts: Parts,
  {
    vault,
    system,
    audit,
    rulesOf,
  }: {
    readonly vault: Vault;
    readonly system: Collection<SystemRecord>;
    readonly audit: Pick<Auditing, "verify" | "checkpoint">;
    readonly rulesOf: (current: SystemRecord) => Rules;
  },
): MfaMaintenance {
  const change = async (id: string, work: (record: OperatorRecord, now: number) => OperatorRecord) => {
    const rules = await parts.rules({ fresh: true });
    await commit(parts, rules, id, (record, now) => ({ record: work(record, now), outcome: undefined }));
  };

  const isSetUp = async () => (await parts.firstStart.state()) === "done";

  return {
    isSetUp,
    health: async () =>
      parts.health((await isSetUp()) ? await parts.rules({ fresh: true }) : rulesOf(nothingYet)),
    reseal: (how) => vault.reseal(how),

    async afterRestore({ signal, onProgress } = {}) {
      // At once, for everybody; what follows can be done again from its start.
      await system.update(systemId, (current) => {
        assertSetUp(current);
        return { next: withNewEpoch(current), outcome: undefined };
      });
      const rules = await parts.rules({ fresh: true });
      let operators = 0;
      for await (const { id } of everyOperator(parts)) {
        await commit(parts, rules, id, (record, now) => afterRestore(record, rules, now));
        operators += 1;
        onProgress?.({ operators });
        if (signal?.aborted) return { operators, complete: false };
      }
      return { operators, complete: true };
    },

    async breakGlass(username): Promise<NewHandover> {
      const found = await parts.directory.find(username);
      const rules = await parts.rules({ fresh: true });
      if (found === undefined || !rules.system.engineers.includes(found.id))
        throw new MfaError("ERR_MFA_INPUT", {
          detail: `"${username}" is no system engineer who may sign in`,
        });
      const { text: code, ...minted } = mintCode(parts.random);
      const given = { code: minted, life: breakGlassLife };
      const step = await commit(parts, rules, found.id, (record, now) => reset(record, rules, given, now));
      if (step === undefined || step.outcome.is === "turn") throw neverIn();
      const opened = { operator: found.id, username: found.username, at: parts.clock() };
      await system.update(systemId, (current) => {
        assertSetUp(current);
        return { next: { ...current, breakGlass: opened }, outcome: undefined };
      });
      const details = [{ name: "username", after: found.username } as const];
      for (const id of rules.system.engineers)
        await change(id, (record, now) => note(record, "break-glass", now, { details }));
      return { code, expires: step.outcome.expires };
    },

    verifyAudit: audit.verify,
    auditCheckpoint: audit.checkpoint,

    async *audit({ from, until } = {}): AsyncGenerator<AuditLine> {
      const filter = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
      for await (const lines of parts.trail.walk(filter, Number.POSITIVE_INFINITY)) yield* lines;
    },
  };
}

/** In whose place health looks at a system that nobody has set up. */
const nothingYet: SystemRecord = {
  version: 1,
  policy: { strategies: [], reauthDays: 0, version: 1 },
  engineers: [],
  epoch: 0,
  trustEpoch: 0,
};
