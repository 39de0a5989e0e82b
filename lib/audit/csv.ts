import type { AuditLine } from "../contract/index.js";

const columns: Readonly<Record<string, (line: AuditLine) => string | number | undefined>> = {
  time: ({ at }) => new Date(at).toISOString(),
  event: ({ type }) => type,
  result: ({ result }) => result,
  operator: ({ operator }) => operator?.username,
  operator_id: ({ operator }) => operator?.id,
  by: ({ by }) => by?.username ?? by?.id,
  strategy: ({ strategy }) => strategy,
  client: ({ client }) => client,
  address: ({ address }) => address,
  user_agent: ({ userAgent }) => userAgent,
  count: ({ count = 1 }) => count,
  details: ({ details = [] }) =>
    details.map(({ name, before, after }) => `${name}: ${said(before)} -> ${said(after)}`).join("; "),
};

/** Nobody's words look like a detail of their own. */
function said(value = ""): string {
  return /[;">]/.test(value) ? JSON.stringify(value) : value;
}

/** The headings of a file of lines, and the cells of one. */
export const csvColumns = Object.keys(columns);

export function csvLine(line: AuditLine): readonly (string | number | undefined)[] {
  return Object.values(columns).map((cell) => cell(line));
}
