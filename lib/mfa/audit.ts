import {
  type Audit,
  type AuditCheckpoint,
  type AuditVerdict,
  auditSpec,
  createAudit,
  createSealer,
  createTrail,
  makeCheckpoint,
  policyDetails,
  sealSpec,
  type Trail,
  verifyAudit,
} from "../audit/index.js";
import type { AuditLine, Clock, Policy, Random } from "../contract/index.js";
import type { Client, OperatorRecord } from "../core/record.js";
import type { Catalogue } from "../core/rules.js";
import type { ImportHead } from "../directory/index.js";
import type { Collection, Vault } from "../store/types.js";
import type { PolicyChange } from "./policy.js";

export interface AuditingParts {
  readonly vault: Vault;
  readonly operators: Collection<OperatorRecord>;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly random: Random;
  readonly days: number;
  tell(line: AuditLine): void;
  fault(error: unknown): void;
}

/** The audit, and how what the whole system does becomes a line of it. */
export interface Auditing extends Audit {
  readonly trail: Trail;
  verify(against?: unknown): Promise<AuditVerdict>;
  checkpoint(): Promise<AuditCheckpoint>;
  policyChanged(change: Omit<PolicyChange, "before"> & Partial<PolicyChange>, client?: Client): void;
  setUp(policy: Policy, operator: string): void;
  imported(journal: ImportHead): void;
}

export function createAuditing({ vault, days, ...parts }: AuditingParts): Auditing {
  const lines = vault.collection(auditSpec(days));
  const seals = vault.collection(sealSpec);
  const { clock } = parts;
  const { mac } = vault;
  const sealer = createSealer({ ...parts, seals, mac, days });
  const audit = createAudit({ ...parts, lines, wrote: sealer.wrote });
  const verification = { lines, seals, mac, clock };
  // Whatever is committed of an operator, by whichever part of us.
  parts.operators.watch((_id, record) => record && audit.seen(record));
  return {
    ...audit,
    trail: createTrail(lines, clock, days),
    verify: (against) => verifyAudit(verification, against),
    checkpoint: () => makeCheckpoint(verification),

    async close(within) {
      await audit.close(within);
      await sealer.close(within);
    },

    policyChanged({ operator, before, after }, client) {
      audit.note({
        type: "policy-changed",
        ...(operator !== undefined && { operator }),
        ...(client !== undefined && { client }),
        details: policyDetails(before, after),
      });
    },

    setUp(policy, id) {
      const operator = { id };
      audit.note({ type: "set-up", operator, details: policyDetails(undefined, policy) });
      if (policy.strategies.length === 0) audit.note({ type: "opted-out", operator });
    },

    imported({ by, rows }) {
      const details = [{ name: "operators", after: String(rows) }] as const;
      audit.note({ type: "imported", ...(by !== "" && { operator: { id: by } }), details });
    },
  };
}
