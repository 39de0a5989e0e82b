import type { Operator, Policy } from "../contract/index.js";
import { type Installed, type PolicyInput, policyNames, readPolicy } from "../core/policy.js";
import type { Client } from "../core/record.js";
import { type SystemRecord, withPolicy } from "../core/system.js";
import { systemId } from "../directory/index.js";
import { MfaError, refuseUnknown } from "../errors/index.js";
import type { ChangePolicy, FirstStart } from "../http/parts.js";
import type { Collection } from "../store/types.js";

export interface PolicyChange {
  /** Missing where the system was set up with it. */
  readonly before?: Policy;
  readonly after: Policy;
  /** The engineer; missing where the host's own code did it. */
  readonly operator?: Operator;
}

interface Outcome {
  readonly before: Policy;
  /** Missing where the change came too late. */
  readonly after: Policy | undefined;
}

/** Throws `ERR_MFA_CLOSED` for a policy that is gone, or not chosen for good. */
export function assertSetUp(system: SystemRecord | undefined): asserts system is SystemRecord {
  if (system === undefined) throw new MfaError("ERR_MFA_CLOSED");
  if (system.setup !== undefined)
    throw new MfaError("ERR_MFA_CLOSED", { detail: "the system is being set up" });
}

/** The one way by which the policy changes: in the swap it is checked again that it is still what was looked at. */
export function createPolicyChange(
  system: Collection<SystemRecord>,
  installed: Installed,
  tell: (change: PolicyChange, client?: Client) => void,
): ChangePolicy {
  return async (input: PolicyInput, by) => {
    refuseUnknown("policy.change()", input, policyNames);
    const done = await system.update<Outcome>(systemId, (current) => {
      assertSetUp(current);
      const before = current.policy;
      if (by !== undefined && !current.engineers.includes(by.operator.id))
        throw new MfaError("ERR_MFA_FORBIDDEN");
      if (by !== undefined && by.version !== before.version)
        return { next: current, outcome: { before, after: undefined } };
      const next = withPolicy(current, readPolicy(input, installed, before));
      return { next, outcome: { before, after: next.policy } };
    });
    if (done.after === undefined) return undefined;
    const told = { before: done.before, after: done.after };
    tell({ ...told, ...(by !== undefined && { operator: by.operator }) }, by?.client);
    return done.after;
  };
}

/** Gives what it wrote: where there is neither a policy nor anybody whom it could be gone from, and one was said. */
export async function writeInitialPolicy(
  system: Collection<SystemRecord>,
  firstStart: FirstStart,
  initial: Omit<Policy, "version"> | undefined,
): Promise<Policy | undefined> {
  if (initial === undefined || (await firstStart.state()) !== "new") return undefined;
  const policy = { ...initial, version: 1 };
  const first: SystemRecord = { version: 1, policy, engineers: [], epoch: 0, trustEpoch: 0 };
  const written = await system.update(systemId, (current) => ({
    next: current ?? first,
    outcome: current === undefined,
  }));
  return written ? policy : undefined;
}
