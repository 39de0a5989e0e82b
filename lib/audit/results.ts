import type { AuditResult, AuditType } from "../contract/index.js";

/** Whether each type is something that went well. */
export const results = {
  passed: "success",
  "signed-in": "success",
  "signed-out": "success",
  "stepped-up": "success",
  "code-sent": "success",
  "code-wrong": "failure",
  "code-used": "failure",
  closed: "failure",
  enrolled: "success",
  replaced: "success",
  "password-changed": "success",
  "email-changed": "success",
  "picture-shown": "success",
  "browser-trusted": "success",
  added: "success",
  edited: "success",
  disabled: "success",
  enabled: "success",
  removed: "success",
  invited: "success",
  joined: "success",
  recovered: "success",
  reset: "success",
  "handed-over": "success",
  "handover-wrong": "failure",
  "browser-forgotten": "success",
  "token-old": "failure",
  "break-glass": "success",
  "factor-removed": "success",
  restored: "success",
  "password-wrong": "failure",
  "not-enabled": "failure",
  "name-unknown": "failure",
  waited: "failure",
  "code-expired": "failure",
  "enrolment-wrong": "failure",
  "invitation-wrong": "failure",
  "setup-code-wrong": "failure",
  refused: "failure",
  "policy-changed": "success",
  "set-up": "success",
  "opted-out": "success",
  imported: "success",
  exported: "success",
  "service-added": "success",
  "service-ended": "success",
  "service-refused": "failure",
  lost: "failure",
} as const satisfies Record<AuditType, AuditResult>;

export const auditTypes = Object.keys(results) as readonly AuditType[];

export function isAuditType(text: string): text is AuditType {
  return Object.hasOwn(results, text);
}
