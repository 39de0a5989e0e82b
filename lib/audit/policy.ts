import type { AuditDetail, AuditDetailName, Policy } from "../contract/index.js";

/** What is different in a policy, by the name of the setting; all of it where there was none before. */
export function policyDetails(before: Policy | undefined, after: Policy): AuditDetail[] {
  const old = before === undefined ? undefined : valuesOf(before);
  const now = valuesOf(after);
  return (Object.keys(now) as (keyof typeof now)[]).flatMap((name): AuditDetail[] => {
    const [was, is] = [old?.[name], now[name]];
    if (was === is) return [];
    return [{ name, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
  });
}

function valuesOf({ strategies, reauthDays, session, passwordless, openEnrolmentUntil }: Policy) {
  return {
    strategies: strategies.join(", ") || "off",
    reauthDays: String(reauthDays),
    sessionAbsolute: session && String(session.absolute),
    sessionIdle: session && String(session.idle),
    passwordless: passwordless === true ? "on" : "off",
    openEnrolmentUntil:
      openEnrolmentUntil === undefined ? undefined : new Date(openEnrolmentUntil).toISOString(),
  } satisfies Partial<Record<AuditDetailName, string | undefined>>;
}
