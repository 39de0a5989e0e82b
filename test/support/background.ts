/** Lines of the audit, and claims to mails: no request waits for these writes. */
export function isBackground(key: string): boolean {
  return /^(audit|told):/.test(key);
}
