import { z } from "zod";
import type { Operator, Policy } from "../contract/index.js";
import { MfaError } from "../errors/index.js";
import { keptPolicy } from "./policy.js";
import type { OperatorRecord } from "./record.js";

/** One record for what is not one operator's: here goes whatever two operators could race for. */
export interface SystemRecord {
  readonly version: 1;
  readonly policy: Policy;
  /** Ids of the operators who are engineers and enabled. Takes effect here and nowhere else. */
  readonly engineers: readonly string[];
  /** What was made under a lower one is dead, everybody's. */
  readonly epoch: number;
  /** As `epoch`, for what browsers are trusted to remember. */
  readonly trustEpoch: number;
  /** An engineer's way back from the server's console was opened last: for whom, and when. */
  readonly breakGlass?: { readonly operator: string; readonly username: string; readonly at: number };
  /** The set-up has begun and is not finished: this operator has yet to prove who they are. */
  readonly setup?: { readonly operator: string };
}

const systemRecord = z.strictObject({
  version: z.literal(1),
  policy: keptPolicy,
  engineers: z.array(z.string()),
  epoch: z.number(),
  trustEpoch: z.number(),
  breakGlass: z.strictObject({ operator: z.string(), username: z.string(), at: z.number() }).exactOptional(),
  setup: z.strictObject({ operator: z.string() }).exactOptional(),
});

export function parseSystem(stored: unknown): SystemRecord {
  const parsed = systemRecord.safeParse(stored);
  if (parsed.success) return parsed.data;
  throw new MfaError("ERR_MFA_DATA_VERSION", {
    detail: `the system record does not fit this release: ${z.prettifyError(parsed.error)}`,
  });
}

/** The record under a new policy. Turning MFA off forgets what browsers remember, so turning it on trusts nobody. */
export function withPolicy(system: SystemRecord, policy: Omit<Policy, "version">): SystemRecord {
  const turnsOff = system.policy.strategies.length > 0 && policy.strategies.length === 0;
  return {
    ...system,
    policy: { ...policy, version: system.policy.version + 1 },
    trustEpoch: turnsOff ? system.trustEpoch + 1 : system.trustEpoch,
  };
}

export function roleOf(system: SystemRecord, id: string): Operator["role"] {
  return system.engineers.includes(id) ? "engineer" : "operator";
}

/** The operator as hosts and strategies see them. */
export function operatorOf(record: OperatorRecord, system: SystemRecord): Operator {
  const { id, hostId, username, name, email, language } = record;
  return {
    id,
    ...(hostId !== undefined && { hostId }),
    username,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(language !== undefined && { language }),
    role: record.hostRole ?? roleOf(system, id),
  };
}

/** Throws `ERR_MFA_FORBIDDEN` where the one who asks is an engineer no more: somebody else was faster. */
export function assertEngineer(system: SystemRecord, by: string | undefined): void {
  if (by !== undefined && !system.engineers.includes(by)) throw new MfaError("ERR_MFA_FORBIDDEN");
}

/** After an old copy of the data was put back: everybody signs in again, and no browser is trusted. */
export function withNewEpoch(system: SystemRecord): SystemRecord {
  return { ...system, epoch: system.epoch + 1, trustEpoch: system.trustEpoch + 1 };
}

export function withEngineer(system: SystemRecord, id: string): SystemRecord {
  return system.engineers.includes(id) ? system : { ...system, engineers: [...system.engineers, id] };
}

/** As the host's own table says; who is the last one is the host's to see. */
export function withRole(system: SystemRecord, id: string, role: Operator["role"]): SystemRecord {
  if (roleOf(system, id) === role) return system;
  const others = system.engineers.filter((engineer) => engineer !== id);
  return { ...system, engineers: role === "engineer" ? [...others, id] : others };
}

/** Throws `ERR_MFA_INPUT` for the last engineer: a system that nobody can run helps nobody. */
export function withoutEngineer(system: SystemRecord, id: string): SystemRecord {
  if (!system.engineers.includes(id)) return system;
  if (system.engineers.length === 1) {
    throw new MfaError("ERR_MFA_INPUT", {
      detail: "this is the last system engineer",
      errors: { role: "lastEngineer" },
    });
  }
  return { ...system, engineers: system.engineers.filter((engineer) => engineer !== id) };
}
