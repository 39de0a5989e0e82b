import type { Trail } from "../audit/index.js";
import type { AuditEntry, Clock, Health, Mailer, Operator, Policy, Random } from "../contract/index.js";
import type { Marks } from "../core/events.js";
import type { PolicyInput } from "../core/policy.js";
import type { Client, OperatorEvent, OperatorRecord } from "../core/record.js";
import type { Catalogue, Rules } from "../core/rules.js";
import type { ServiceKeys } from "../core/service-key.js";
import type { Keyring } from "../crypto/index.js";
import type { Directory, HostDirectory, Imports } from "../directory/index.js";
import type { Drift, Probes } from "../health/index.js";
import type { Languages } from "../locales/index.js";
import type { Collection } from "../store/types.js";
import type { AddressBudget } from "./address-budget.js";
import type { ForgottenCode } from "./forgotten-codes.js";
import type { Look } from "./look.js";
import type { Sites } from "./site.js";
import type { StrangerRecord } from "./strangers.js";

/**
 * Changes the policy; `by`: an engineer, who looked at this version of it. Resolves with the new one, or with nothing where
 * it had been changed meanwhile. Throws `ERR_MFA_INPUT` when it does not fit, `ERR_MFA_FORBIDDEN` to who is no engineer.
 */
export type ChangePolicy = (
  input: PolicyInput,
  by?: { readonly operator: Operator; readonly version: number; readonly client?: Client },
) => Promise<Policy | undefined>;

/** The first start of a system that nobody has set up: it opens with a code that the server printed, and closes for good. */
export interface FirstStart {
  /** `new`: nobody has begun. `begun`: somebody has, and is not in yet. */
  state(): Promise<"new" | "begun" | "done">;
  /** Is this the hash of the code that was printed last? */
  judge(hash: string | undefined): Promise<"right" | "expired" | "wrong">;
  /** The operator of this id is to be its engineer, in place of whoever had begun before. `false`: it was set up meanwhile. */
  begin(id: string, policy: PolicyInput): Promise<boolean>;
  /** Another policy, while this operator is at it. `false`: they are not, or not any more. */
  choose(id: string, policy: PolicyInput): Promise<boolean>;
  /** They are in: nobody else can set it up any more. Does nothing where nothing is being set up. */
  finish(rules: Rules, id: string): Promise<void>;
}

/** What the HTTP edge works with: put together once, in `lib/mfa`. */
export interface Parts {
  readonly issuer: string;
  readonly sites: Sites;
  /** Behind `protect`, a change made with our cookie needs same-origin evidence. */
  readonly sameOrigin: boolean;
  readonly apps: { readonly minVersion?: string };
  readonly catalogue: Catalogue;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly random: Random;
  readonly mailer: Mailer | undefined;
  readonly languages: Languages;
  readonly look: Look;
  readonly operators: Collection<OperatorRecord>;
  readonly strangers: Collection<StrangerRecord>;
  readonly forgotten: Collection<ForgottenCode>;
  readonly serviceKeys: Collection<ServiceKeys>;
  readonly directory: Directory;
  readonly imports: Imports;
  /** Operators are kept in the host's own table. */
  readonly elsewhere: HostDirectory | undefined;
  /** The key of the record of this operator: their own `id`, or the host's. */
  operatorKey(id: string): Promise<string>;
  readonly addresses: AddressBudget;
  /** The rules in force, when this process holds them. */
  peekRules(): Rules | undefined;
  /** The rules in force. Throws `ERR_MFA_CLOSED` when there is no policy to be read. */
  rules(options?: { readonly fresh?: boolean }): Promise<Rules>;
  readonly changePolicy: ChangePolicy;
  readonly firstStart: FirstStart;
  /** Throws while the storage is not open, and when it could not be. */
  assertReady(): void;
  /** Told of what went wrong on our side, for the host to log. */
  fault(error: unknown): void;
  /**
   * A line in the audit for what no operator's record says: policy, set-up, a failure that changes nothing. Returns at once.
   * What an engineer does to an operator is noted in that operator's record, with `by` (`note` in `lib/core/events.ts`).
   */
  audit(entry: AuditEntry): void;
  /** Up to where the events of this operator are known to have their lines and mails. */
  marksOf(operator: string): Marks;
  readonly probes: Probes;
  readonly drift: Drift;
  /** Writes something and reads it back; how the storage may lose it. Throws where the storage does not take it. */
  probeStorage(): Promise<readonly string[]>;
  /** How the system is, under these rules; looked at once a minute. */
  health(rules: Rules): Promise<Health>;
  readonly trail: Trail;
  /** Days for which lines are kept. */
  readonly auditDays: number;
  /** Tells listeners what was committed. */
  tell(events: readonly OperatorEvent[], operator: Operator): void;
}
