import { codes, type ErrorCode } from "../errors/index.js";
import type { DescribedRoute } from "./described.js";

/** What every operation may answer: a request that nobody can read, and a fault of ours. */
const always: readonly ErrorCode[] = [
  "ERR_MFA_TWO_TOKENS",
  "ERR_MFA_APP_VERSION",
  "ERR_MFA_FAULT",
  "ERR_MFA_STORAGE",
  "ERR_MFA_NOT_READY",
  "ERR_MFA_CLOSED",
  "ERR_MFA_BUSY",
  "ERR_MFA_MOUNT",
];
const ofChanges: readonly ErrorCode[] = [
  "ERR_MFA_BODY",
  "ERR_MFA_LARGE",
  "ERR_MFA_MEDIA_TYPE",
  "ERR_MFA_ORIGIN",
  "ERR_MFA_FORM_TOKEN",
  "ERR_MFA_INPUT",
];

/** The codes that an operation may answer, by status. */
export function problemsOf({
  method,
  path,
  who,
  query,
  refuses = [],
}: DescribedRoute): Map<number, ErrorCode[]> {
  const possible = new Set<ErrorCode>([
    ...always,
    ...(method === "post" ? ofChanges : []),
    // Whatever stands for a parameter: what cannot be decoded is nowhere.
    ...(path.includes(":") ? (["ERR_MFA_NOT_FOUND"] as const) : []),
    ...(query === undefined ? [] : (["ERR_MFA_INPUT"] as const)),
    ...(who === "anybody" ? [] : (["ERR_MFA_SIGN_IN"] as const)),
    ...(who === "engineer" ? (["ERR_MFA_FORBIDDEN"] as const) : []),
    ...refuses,
  ]);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of possible) {
    const [status] = codes[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}
