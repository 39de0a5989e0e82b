import type { AuditType } from "../contract/index.js";
import type { Client, OperatorRecord } from "../core/record.js";
import type { ErrorCode } from "../errors/index.js";
import type { Caller } from "./caller.js";
import { clientOf } from "./client.js";
import { addressOf, type Exchange } from "./exchange.js";

/**
 * A first factor that let nobody in. The name that was typed is told only where somebody goes by it: what nobody goes by
 * may be a password in the wrong field.
 */
export function auditPassword(
  x: Exchange,
  kind: Client["kind"],
  found: OperatorRecord | undefined,
  right: boolean,
): void {
  const client = clientOf(x, kind);
  const collapse = `${found?.id ?? ""} ${addressOf(x.req)}`;
  if (found === undefined) x.parts.audit({ type: "name-unknown", client, collapse });
  else {
    const { id, username } = found;
    const type = right && !found.enabled ? "not-enabled" : "password-wrong";
    x.parts.audit({ type, operator: { id, username }, client, collapse });
  }
}

/** Any other answer that refused something and left no trace in a record. */
export function auditFailure(x: Exchange, caller: Caller | undefined, code: ErrorCode, route: string): void {
  const type = typeOf(code, route);
  if (type === undefined) return;
  const client = caller?.holder.client ?? clientOf(x, "browser");
  x.parts.audit({
    type,
    ...(caller !== undefined && { operator: personOf(caller) }),
    client: { ...client, ...clientOf(x, client.kind) },
    ...(type === "refused" && { details: [{ name: "page", after: route }] }),
    collapse: `${caller?.operator.id ?? ""} ${addressOf(x.req)} ${type === "refused" ? route : ""}`,
  });
}

/** A wrong code of an operator is in their record. */
function typeOf(code: ErrorCode, route: string): AuditType | undefined {
  if (code === "ERR_MFA_FORBIDDEN") return "refused";
  if (code === "ERR_MFA_WAIT") return "waited";
  if (code === "ERR_MFA_CODE_EXPIRED") return route === "/setup" ? "setup-code-wrong" : "code-expired";
  if (code !== "ERR_MFA_CODE") return undefined;
  if (route === "/setup") return "setup-code-wrong";
  if (route === "/invitation") return "invitation-wrong";
  return /^\/(enrol\/|card\/email|email)/.test(route) ? "enrolment-wrong" : undefined;
}

function personOf({ operator: { id, username } }: Caller) {
  return { id, username };
}
