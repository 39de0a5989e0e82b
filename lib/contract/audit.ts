import type { OperatorView } from "./operator.js";

export type AuditResult = "success" | "failure";

/** All that gets a line. Closed: a further one needs its words in each language, and whether it went well. */
export type AuditType =
  // An operator's own record says these.
  | "passed"
  | "signed-in"
  | "signed-out"
  | "stepped-up"
  | "code-sent"
  | "code-wrong"
  | "code-used"
  | "copied"
  | "closed"
  | "enrolled"
  | "replaced"
  | "password-changed"
  | "email-changed"
  | "picture-shown"
  | "browser-trusted"
  | "added"
  | "edited"
  | "disabled"
  | "enabled"
  | "removed"
  | "invited"
  | "joined"
  | "recovered"
  | "reset"
  | "handed-over"
  | "handover-wrong"
  | "browser-forgotten"
  | "token-old"
  | "break-glass"
  | "factor-removed"
  | "restored"
  // These happen to nobody's record: failures that change nothing, and what is the whole system's.
  | "password-wrong"
  | "not-enabled"
  | "name-unknown"
  | "waited"
  | "code-expired"
  | "enrolment-wrong"
  | "invitation-wrong"
  | "setup-code-wrong"
  | "refused"
  | "policy-changed"
  | "set-up"
  | "opted-out"
  | "imported"
  | "exported"
  | "service-added"
  | "service-ended"
  | "service-refused"
  | "lost";

/** Whom a line is about, by the name of that time; without one where nobody of that id is there any more. */
export interface AuditPerson {
  readonly id: string;
  readonly username?: string;
}

export type AuditDetailName =
  | "strategies"
  | "reauthDays"
  | "sessionAbsolute"
  | "sessionIdle"
  | "openEnrolmentUntil"
  | "passwordless"
  | "credential"
  | "page"
  | "operators"
  | "username"
  | "name"
  | "email"
  | "role"
  | "service"
  | "scopes";

/** A value before and after; one of them is missing where there was none. Never a code, a password or a key. */
export interface AuditDetail {
  readonly name: AuditDetailName;
  readonly before?: string;
  readonly after?: string;
}

/** One thing that happened. */
export interface AuditLine {
  /** Sorts the newest first; the same for the same event, however often it is written. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly type: AuditType;
  readonly result: AuditResult;
  readonly operator?: AuditPerson;
  /** The engineer who did it, where somebody acted on somebody else. */
  readonly by?: AuditPerson;
  readonly strategy?: string;
  readonly client?: "browser" | "app";
  /** As the client says itself, cut to 200 characters. */
  readonly userAgent?: string;
  readonly address?: string;
  /** How many of the same it stands for; left out: one. */
  readonly count?: number;
  readonly details?: readonly AuditDetail[];
}

/** A line to be written for what no operator's record says. Time, id and result are filled in. */
export interface AuditEntry {
  readonly type: AuditType;
  /** Without a name: as the record says when the line is written. */
  readonly operator?: AuditPerson;
  readonly by?: AuditPerson;
  readonly strategy?: string;
  readonly client?: {
    readonly kind: "browser" | "app";
    readonly userAgent?: string;
    readonly address?: string;
  };
  readonly details?: readonly AuditDetail[];
  /**
   * For what anybody can make happen again and again: the first of this key gets a line, those of the next minute one
   * more line together.
   */
  readonly collapse?: string;
  readonly count?: number;
}

/** What is looked for, as it was typed; empty: all. Days are UTC, `2026-02-28`, both included. */
export interface AuditFilterView {
  readonly operator: string;
  readonly type: string;
  readonly result: string;
  readonly from: string;
  readonly to: string;
}

/** What happened, the newest first. */
export interface AuditView {
  readonly state: "audit";
  readonly operator: OperatorView;
  readonly filter: AuditFilterView;
  /** Those that can be looked for. */
  readonly types: readonly AuditType[];
  readonly lines: readonly AuditLine[];
  /** Sent back as `after`: the lines that come next. Missing: there are none. */
  readonly next?: string;
  /** Days for which lines are kept. */
  readonly days: number;
}
