import type { Exchange } from "./exchange.js";
import { secureHeaders } from "./headers.js";

/** RFC 4180, a line for each row. */
export function csvOf(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** At the start of a file: without it Excel takes UTF-8 for the code page of the machine. */
export const byteOrderMark = "\uFEFF";

function cell(value: string | number | undefined = ""): string {
  const text = String(value);
  // OWASP, CSV injection: a spreadsheet takes what begins so for a formula.
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** A file to be kept, not shown. */
export function startCsv({ res }: Exchange, name: string): void {
  secureHeaders(res);
  res.setHeader("Content-Type", "text/csv; charset=utf-8");
  res.setHeader("Content-Disposition", `attachment; filename="${name}"`);
}
