/** Lines of the audit and their seals, and claims to mails: no request waits for these writes. */
export function isBackground(key: string): boolean {
  return /^(audit|seal|told):/.test(key);
}
