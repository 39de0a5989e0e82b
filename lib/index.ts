import { toBackend } from "../storage/index.js";
import type { Mfa } from "./mfa/index.js";
import { createMfa as assemble } from "./mfa/index.js";
import type { MfaOptions } from "./options/index.js";

/**
 * Multi-factor authentication for an Express app.
 *
 * @throws `MfaError` of code `ERR_MFA_OPTIONS` or `ERR_MFA_ADAPTER`, at once, for options that do not fit
 */
export function createMfa<const Id extends string>(options: MfaOptions<Id>): Mfa<Id> {
  return assemble(options, toBackend);
}

export type {
  AuditDetail,
  AuditLine,
  AuditType,
  Backend,
  Clock,
  HostChange,
  HostOperator,
  Mail,
  Mailer,
  Need,
  Notification,
  NotificationType,
  Operator,
  OperatorDirectory,
  Policy,
  Proof,
  Random,
  Role,
  Strategy,
  View,
} from "./contract/index.js";
export type { Mode, PolicyInput } from "./core/policy.js";
export type { OperatorEvent } from "./core/record.js";
export { DeliveryError, type ErrorCode, MfaError } from "./errors/index.js";
export type { HostLogin } from "./http/begin.js";
export type { CheckResult } from "./http/check.js";
export type { HostView, PageData } from "./http/look.js";
export type { PassportStrategy } from "./http/passport.js";
export type { Handler } from "./http/protect.js";
export type { MfaContext, ServiceContext } from "./http/request.js";
export type { Locale, Translation } from "./locales/index.js";
export type { Mfa, MfaEvents, NewOperator } from "./mfa/index.js";
export type { Logger, MfaOptions } from "./options/index.js";
