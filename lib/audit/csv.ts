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
    details.map(({ name, before = "", after = "" }) => `${name}: ${before} -> ${after}`).join("; "),
};

/** RFC 4180, in UTF-8 that says so: without the mark, Excel takes it for the code page of the machine. */
export function csvHead(): string {
  return `\uFEFF${row(Object.keys(columns))}`;
}

export function csvRow(line: AuditLine): string {
  return row(Object.values(columns).map((cell) => cell(line)));
}

function row(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: string | number | undefined = ""): string {
  const text = String(value);
  // OWASP, CSV injection: a spreadsheet takes what begins so for a formula.
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
